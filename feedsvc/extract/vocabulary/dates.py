# ruff: noqa: E501 -- a table line holds the words of one language
"""Names of months and days, and the words that stand beside dates, by language."""

from typing import Final

from feedsvc.extract.vocabulary import phrases, words

# Full names and usual abbreviations, folded (lower case, no stops), in the order of months.
_MONTH_TABLE: Final = """
    january jan januar jänner janvier janv enero ene gennaio gen janeiro januari janúar styczeń stycznia sty января янв январь leden ledna ocak oca ianuarie ιανουαρίου січня tammikuuta január januára јануар يناير ינואר जनवरी জানুয়ারি
    february feb februar feber février févr fév febrero febbraio fevereiro fev februari febrúar luty lutego lut февраля фев февраль únor února şubat şub februarie φεβρουαρίου лютого helmikuuta február februára فبراير פברואר फरवरी फ़रवरी ফেব্রুয়ারি
    march mar märz mrz mär mars marzo março maart mrt marec marts marzec marca марта мар март březen března mart martie μαρτίου березня maaliskuuta március مارس מרץ मार्च মার্চ
    april apr avril avr abril abr aprile aprel kwiecień kwietnia kwi апреля апр апрель duben dubna nisan nis aprilie απριλίου квітня huhtikuuta április أبريل אפריל अप्रैल এপ্রিল
    may mai mayo maggio mag maio mei maj maí maja мая май květen května mayıs μαΐου травня toukokuuta május mája مايو מאי मई মে
    june jun juni juin junio giugno giu junho júní czerwiec czerwca cze июня июн июнь červen června haziran haz iunie ιουνίου червня kesäkuuta június júna يونيو יוני जून জুন
    july jul juli juillet juil julio luglio lug julho júlí lipiec lipca lip июля июл июль červenec července temmuz tem iulie ιουλίου липня heinäkuuta július júla يوليو יולי जुलाई জুলাই
    august aug août aout agosto ago augustus augusti ágúst sierpień sierpnia sie августа авг август srpen srpna ağustos ağu αυγούστου серпня elokuuta augusztus augusta أغسطس אוגוסט अगस्त আগস্ট
    september sep sept septembre septiembre settembre set setembro wrzesień września wrz сентября сен сент сентябрь září eylül eyl septembrie σεπτεμβρίου вересня syyskuuta szeptember septembra سبتمبر ספטמבר सितंबर सितम्बर সেপ্টেম্বর
    october oct oktober okt octobre octubre ottobre ott outubro out október październik października paź октября окт октябрь říjen října ekim eki octombrie οκτωβρίου жовтня lokakuuta أكتوبر אוקטובר अक्टूबर अक्तूबर অক্টোবর
    november nov novembre noviembre novembro nóvember listopad listopada lis ноября ноя ноябрь kasım kas noiembrie νοεμβρίου marraskuuta novembra نوفمبر נובמבר नवंबर नवम्बर নভেম্বর
    december dec dezember dez décembre déc diciembre dic dicembre dezembro desember des grudzień grudnia gru декабря дек декабрь prosinec prosince aralık ara decembrie δεκεμβρίου грудня joulukuuta decembra ديسمبر דצמבר दिसंबर दिसम्बर ডিসেম্বর
"""
MONTHS: Final[dict[str, int]] = {
    name: month
    for month, line in enumerate(_MONTH_TABLE.strip().splitlines(), start=1)
    for name in line.split()
}

WEEKDAYS: Final = words("""
    monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thur thurs fri sat sun
    montag dienstag mittwoch donnerstag freitag samstag sonnabend sonntag mo di mi do fr sa so
    lundi mardi mercredi jeudi vendredi samedi dimanche lun mar mer jeu ven sam dim
    lunes martes miércoles jueves viernes sábado domingo lunedì martedì mercoledì giovedì venerdì sabato domenica
    segunda terça quarta quinta sexta feira sábado maandag dinsdag woensdag donderdag vrijdag zaterdag zondag
    mandag tirsdag onsdag torsdag fredag lørdag søndag måndag tisdag lördag söndag
    poniedziałek wtorek środa czwartek piątek sobota niedziela pazartesi salı çarşamba perşembe cuma cumartesi pazar
    понедельник вторник среда четверг пятница суббота воскресенье пн вт ср чт пт сб вс
""")

# Words before a date that say which date it is.
PUBLISHED: Final = phrases("""
    published | publish date | posted | date | first published | publication date | originally published | released | created | issued
    veröffentlicht | erschienen | erstellt | datum | publiziert | veröffentlicht am | vom | stand | publié le | publié | mis en ligne | parution | publicado | publicada | fecha
    pubblicato | pubblicato il | data | publicado em | gepubliceerd | geplaatst | publisert | publicerad | publiceret | offentliggjort | julkaistu | opublikowano | publikacja | data publikacji | dodano
    yayınlanma | yayın tarihi | giriş | опубликовано | дата публикации | 公開 | 掲載 | 公開日 | 投稿日 | 配信 | 発表 | 发布 | 發布 | 입력 | 등록 | نشر
""")
MODIFIED: Final = phrases("""
    updated | last updated | update | modified | last modified | edited | revised | upd | last update | updated on
    aktualisiert | zuletzt aktualisiert | geändert | aktualisierung | letzte aktualisierung | update vom | bearbeitet | zuletzt geändert
    mis à jour | mise à jour | modifié | modifié le | maj | actualizado | actualizada | actualización | modificado | aggiornato | aggiornamento | ultimo aggiornamento | modificato | atualizado | atualizada | atualizado em | atualização
    bijgewerkt | laatst bijgewerkt | gewijzigd | laatste update | oppdatert | sist oppdatert | uppdaterad | senast uppdaterad | opdateret | sidst opdateret | päivitetty | aktualizacja | zaktualizowano | güncelleme | güncellenme | son güncelleme | güncellendi
    обновлено | изменено | 更新 | 更新日 | 最終更新 | 最終更新日 | 修正 | 수정 | 업데이트 | تحديث | آخر تحديث
""")

# Words that may share a line with the article's date.
BESIDE: Final = words("""
    at am pm a p m uhr um h hrs hours o clock on the of de del le la les il em à a as alle ore kl klo om dnia w на в г года год um ans den der am vom
    gmt utc est edt et cst cdt ct mst mdt pst pdt pt bst cet cest ist aest aedt jst kst sgt hkt msk mez mesz uk us eastern standard time brt brasília hs local
    min mins minute minutes minuten minuti minutos read reading lesezeit lecture lectura lettura leitura leestijd lesedauer temps tempo tiempo de ago
    st nd rd th er comments comment kommentare views by von par por di and und et y e
    時 分 秒 日 月 年 午前 午後 付 现在 時点 오전 오후 일 월 년 시 분
""")

# WHATWG-like zone names in datelines, as hours from UTC.
ZONES: Final[dict[str, float]] = {
    "z": 0, "gmt": 0, "utc": 0, "bst": 1, "cet": 1, "cest": 2, "mez": 1, "mesz": 2, "wet": 0, "west": 1, "eet": 2, "eest": 3,
    "est": -5, "edt": -4, "cst": -6, "cdt": -5, "mst": -7, "mdt": -6, "pst": -8, "pdt": -7,
    "msk": 3, "jst": 9, "kst": 9, "hkt": 8, "sgt": 8, "aest": 10, "aedt": 11, "awst": 8, "nzst": 12, "nzdt": 13, "brt": -3, "art": -3, "sast": 2,
}  # fmt: skip
