"""Words that give a line away, in many languages: what a small corpus cannot teach.

The network learns what they mean together and in which place; here they only have a theme. All
are single words in lower case, as `words` cuts them.
"""

from functools import cache

import numpy as np
from numpy.typing import NDArray

from feedsvc.extract.tagger.characters import code_points, kinds
from feedsvc.extract.tagger.words import find_words

THEMES = {
    "picture": """
        photo photos photograph photographer photographed photography picture pictured pictures
        image images credit credits courtesy illustration illustrations screenshot screengrab
        handout caption infographic file foto fotos fotograf fotografin bild bilder bildquelle
        symbolbild symbolfoto archivbild archivfoto grafik fotografía fotografia fotógrafo imagen
        imágenes imagem imagens crédito créditos reprodução divulgação immagine immagini fotogramma
        fotografija nuotr asociatyvi zdjęcie zdjęcia fot foto archief beeld bilde kuva kuvat
        fotoğraf görsel fotka snímek ilustrační фото фотография изображение иллюстрация снимок
        写真 撮影 提供 画像 图片 摄影 사진 صورة تصوير φωτογραφία
    """,
    "agency": """
        getty gettyimages shutterstock istock istockphoto alamy unsplash pexels pixabay flickr
        wikimedia afp reuters ap dpa epa efe ansa apa imago ddp picture-alliance alliance ntb tt
        scanpix ritzau lehtikuva belga anp keystone sipa bloomberg upi pti ani xinhua tass ria
        itar yonhap kyodo jiji lusa agência agencia agencja pap ctk čtk afp-jiji zuma corbis
        maxppp nurphoto anadolu aa pa wire icon imagn reuters-bild adobestock depositphotos
        dreamstime gallo usa cover mediapunch splash backgrid
    """,
    "related": """
        related recommended recommendations trending popular latest more read also next previous
        stories story articles article headlines watch listen lesen auch mehr weitere weiterlesen
        thema themen empfohlen meistgelesen verwandte artikel lire aussi voir suite articles lisez
        découvrez leer también lea más relacionado relacionadas noticias leia também mais notícias
        saiba leggi anche altri correlati approfondimenti lees ook meer gerelateerd les også også
        läs också mer lue myös czytaj także również więcej čtěte také přečtěte číst další olvasd
        még citește și taip pat skaitykite читайте также ещё похожие подробнее читати також
        διαβάστε επίσης devamını oku ilgili haberler baca
        juga đọc thêm 関連 記事 おすすめ ランキング
        もっと 相关 阅读 推荐 更多 관련 기사 추천 더보기 اقرأ أيضا المزيد
    """,
    "newsletter": """
        newsletter newsletters subscribe subscribed subscriber subscribers subscription
        subscriptions signup sign inbox email e-mail mail alerts briefing digest membership member
        donate donation support unlimited trial offer abonnieren abonnement abonnent abonnenten
        abonnieren anmelden angebot spenden abonnez abonner abonnés abonné inscrivez inscription
        infolettre lettre suscríbete suscripción suscribirse suscriptores boletín boletines
        assine assinante assinantes assinatura inscreva iscriviti abbonati abbonamento abbonarsi
        abonneer abonnees nieuwsbrief nyhetsbrev nyhedsbrev abonner abonnere abonnent prenumerera
        tilaa uutiskirje tilaajille subskrybuj prenumerata zapisz odebírejte předplatné hírlevél
        abonează подписаться подписка подпишитесь рассылка підписатися абонамент abone bülten
        berlangganan 購読 会員 登録 订阅 구독 اشترك النشرة
    """,
    "share": """
        share shared sharing tweet twitter facebook whatsapp linkedin pinterest reddit telegram
        instagram youtube tiktok threads bluesky mastodon messenger flipboard copy link print
        follow followers like teilen drucken kopieren folgen partager imprimer copier suivre
        compartir compartilhar compartilhe copiar imprimir seguir condividi stampa copia segui
        delen volg del kopier følg dela jaa udostępnij sdílet megosztás distribuie поделиться
        скопировать подписывайтесь поширити paylaş bagikan chia sẻ シェア ツイート 分享 공유 شارك
    """,
    "comments": """
        comment comments commented commenting commenter reply replies replied respond report
        flag upvote moderated moderation discussion conversation kommentar kommentare kommentieren
        antworten melden leserkommentare diskussion commentaire commentaires commenter répondre
        signaler réagir comentario comentarios comentar responder denunciar comentário comentários
        commento commenti rispondi segnala reactie reacties reageer kommentarer kommentera svara
        svar kommentit komentarz komentarze odpowiedz komentář komentáře hozzászólás comentariu
        комментарий комментарии ответить коментарі yorum yorumlar
        komentar コメント 返信 评论 댓글 تعليق
    """,
    "consent": """
        cookie cookies consent privacy gdpr tracking preferences accept reject personalised
        personalized partners vendors datenschutz einwilligung zustimmung zustimmen akzeptieren
        ablehnen widerrufen consentement accepter refuser confidentialité traceurs aceptar
        rechazar privacidad consentimiento aceitar rejeitar privacidade accetta rifiuta consenso
        toestemming accepteren weigeren privacybeleid samtykke samtycke suostumus zgoda prywatności
        souhlas soukromí hozzájárulás согласие конфиденциальности çerez gizlilik クッキー 隐私 쿠키
    """,
    "account": """
        login log logout register registered account password username profile premium paywall
        unlock access already einloggen registrieren konto passwort benutzername bereits
        connexion connecter connectez compte identifiez réservé réservée iniciar sesión cuenta
        contraseña registrarse regístrate entrar conta senha cadastre accedi accesso registrati
        inloggen aanmelden wachtwoord logg inn innlogging logga konto zaloguj konto hasło přihlásit
        přihlaste účet bejelentkezés войти вход регистрация пароль giriş masuk ログイン 登录 로그인
    """,
    "legal": """
        copyright rights reserved terms conditions policy disclaimer imprint inc llc ltd gmbh
        sitemap contact about careers advertise advertising advertisement advertisements sponsored
        promoted affiliate commission commissions impressum agb nutzungsbedingungen rechte
        vorbehalten kontakt werbung anzeige anzeigen mediadaten mentions légales droits réservés
        contactez publicité conditions aviso legal derechos reservados contacto publicidad
        términos direitos reservados contato publicidade termos diritti riservati contatti
        pubblicità voorwaarden rechten voorbehouden adverteren annonse annonce annons mainos
        reklama ogłoszenie prawa zastrzeżone regulamin inzerce práva vyhrazena hirdetés jogok
        publicitate реклама права защищены условия контакты
        reklam iklan 広告 利用規約 广告 版权 광고
    """,
    "author": """
        by author authors written writer editor editors reporter correspondent contributor
        contributed contributing staff columnist journalist von autor autorin redaktion redakteur
        redakteurin korrespondent par auteur journaliste rédaction por redacción redactor periodista
        escritor redação repórter di autore redazione giornalista door redactie verslaggever av
        tekst journalist toimittaja autor autorka redakcja dziennikarz redakce szerző автор
        корреспондент редакция журналист muhabir yazar 記者 编辑 记者 기자 بقلم مراسل
    """,
    "date": """
        published updated posted modified edited created am pm edt est gmt utc cet ago hours
        minutes min mins seconds days january february march april may june july august september
        october november december jan feb mar apr jun jul aug sep sept oct nov dec uhr stand
        aktualisiert veröffentlicht januar februar märz mai juni juli oktober dezember vor stunden
        minuten lesezeit publié mis jour janvier février mars avril juin juillet août septembre
        octobre novembre décembre lecture publicado actualizado enero febrero marzo abril mayo
        junio julio agosto septiembre octubre noviembre diciembre lectura atualizado janeiro
        fevereiro março maio junho julho setembro outubro novembro dezembro leitura pubblicato
        aggiornato gennaio febbraio aprile maggio giugno luglio settembre ottobre novembre dicembre
        lettura gepubliceerd bijgewerkt maart mei augustus publisert oppdatert publicerad uppdaterad
        udgivet opdateret opublikowano aktualizacja aktualizováno опубликовано обновлено января
        февраля марта апреля мая июня июля августа сентября октября ноября декабря güncelleme
        公開 更新 发布 更新于 입력 수정
    """,
    "media": """
        video videos audio podcast podcasts gallery slideshow slide play pause mute volume
        fullscreen subtitles episode live stream player loading autoplay zoom enlarge expand
        fotostrecke bildergalerie galerie abspielen anhören vidéo diaporama écouter regarder
        vídeo galería reproducir escuchar galeria ouvir assista guarda ascolta galleria bekijk
        luister spill lytt spela lyssna katso odtwórz posłuchaj přehrát видео аудио слушать смотреть
        izle dinle 動画 视频 동영상 فيديو
    """,
    "request": """
        click here tap please help us your you join download app get visit buy shop order now
        free klicken sie hier bitte ihre jetzt kostenlos cliquez ici votre vous téléchargez haga
        clic aquí tu su descarga clique aqui sua você baixe clicca qui tuo vostra scarica klik
        hier uw je klikk her din deg klicka här kliknij tutaj twój klikněte zde нажмите здесь ваш
        tıklayın klik sini こちら 点击 클릭 اضغط
    """,
}


@cache
def themes() -> tuple[NDArray[np.uint32], NDArray[np.uint16]]:
    """The words' hashes, sorted, and for each one the set of its themes as bits."""
    bits: dict[int, int] = {}
    for place, words in enumerate(THEMES.values()):
        codes = code_points(words)
        classes = kinds()[codes]
        found = find_words(codes, classes, np.zeros(len(codes), np.int64))
        for key in (found.hashes >> np.uint64(32)).tolist():
            bits[key] = bits.get(key, 0) | 1 << place
    order = sorted(bits)
    return np.array(order, np.uint32), np.array([0, *(bits[key] for key in order)], np.uint16)
