# ruff: noqa: E501 -- a table line holds the words of one language
"""Words around names: what opens a byline, what people do, who is no person."""

from typing import Final

from feedsvc.extract.vocabulary import phrases, words

# What opens a byline, folded; longer ones first where one begins another.
BYLINE_OPENERS: Final = phrases("""
    by | interview by | researched by | analysis by | opinion by | commentary by | column by | written by | posted by | authored by | reported by | words by | story by | article by | text by | report by | author | authors | contributed by | published by | review by | reviewed by | a guest post by | op ed by
    von | text von | kolumne von | kolumnist in | ein interview von | reportage von | eine reportage von | blog beitrag von | ein beitrag von | ein artikel von | eine analyse von | ein kommentar von | ein gastbeitrag von | kommentar von | analyse von | interview von | eine kolumne von | aus berlin von | autor | autorin | autoren | verfasst von | geschrieben von | text | verfasser | redaktion | veröffentlicht von | gepostet von | beitrag von
    par | écrit par | rédigé par | propos recueillis par | publié par | texte | auteur | auteurs | por | escrito por | texto | redacción | publicado por | autora | autor a | di | a cura di | scritto da | testo | autore | articolo di | de | postado por | da redação | door | geschreven door | tekst | av | skrevet av | tekst av | text av | skriven av | af | skrevet af | tekst af | kirjoittaja | teksti | autor artykułu | opracowanie | oprac | tekst i zdjęcia | yazan | haber | yazar | автор | авторы | текст | автор статьи | 文 | 記者 | 著者 | 執筆 | 執筆者 | 筆者 | 取材 文 | 文 構成 | ライター | 作者 | 撰文 | 作者 来源 | 本报记者 | 记者 | 글 | 기자 | كتب | كتبت | بقلم | إعداد | लेखक | लेखिका
""")

# Openers so short or common that what follows must look like a name.
WEAK_OPENERS: Final = words("by von par por di de door av af text texto texte testo tekst da")

CONTRIBUTOR_OPENERS: Final = phrases("""
    additional reporting by | additional reporting | with additional reporting by | additional contributions by | additional contributions from | additional research by | additional writing by | reporting by | contributing reporting by | contributed reporting | edited by | editing by | with contributions by | with contributions from | with reporting by | with reporting from | writing by | compiled by | research by
    mitarbeit | unter mitarbeit von | mit material von | zusätzliche berichterstattung von | weitere berichterstattung | redaktionelle mitarbeit | avec | avec la collaboration de | avec la contribution de | con la colaboración de | con información de | con reporte de | con la collaborazione di | ha collaborato | hanno collaborato | com a colaboração de | colaboraram | colaborou | com informações de | met medewerking van | med bidrag från | при участии | współpraca | 取材協力 | 編集協力
""")
# "A and B contributed to this report": the names stand first.
CONTRIBUTOR_CLOSERS: Final = phrases("""
    contributed to this report | contributed to this story | contributed to this article | contributed reporting | contributed reporting to this story | contributed additional reporting | contributed to this post | contributed research | a contribué à cet article | ont contribué à cet article | colaboró en este artículo | hat zu diesem bericht beigetragen | haben zu diesem bericht beigetragen
""")

# Words that may follow or precede a name and are no part of it.
ROLES: Final = words("""
    reporter reporters correspondent correspondents editor editors writer writers journalist journalists contributor contributors contributing columnist columnists author authors staff senior chief deputy associate assistant managing executive freelance freelancer digital political politics business economics science health sports sport tech technology news features royal showbiz crime education environment world national international foreign special guest opinion producer bureau analyst researcher photographer director founder cofounder ceo president professor lecturer fellow expert specialist head team desk trainee intern audience live audio data investigations investigative culture arts travel food lifestyle money property consumer affairs transport defence defense security diplomatic parliamentary white house europe asia africa america us uk middle east southeast general assignment
    redakteur redakteurin redakteure autor autorin korrespondent korrespondentin reporterin journalistin chefredakteur chefredakteurin ressortleiter ressortleiterin volontär volontärin gastautor gastautorin leiter leiterin freier freie mitarbeiter mitarbeiterin kolumnist kolumnistin redaktion leitender leitende wirtschaft politik kultur wissen chef
    journaliste rédacteur rédactrice correspondant correspondante envoyé envoyée spécial spéciale chroniqueur chroniqueuse reporter service rédaction grand directeur directrice auteur autrice
    periodista redactor redactora corresponsal enviado enviada especial columnista director directora redacción jefe jefa colaborador colaboradora autor autora
    giornalista redattore redattrice corrispondente inviato inviata caporedattore collaboratore collaboratrice jornalista repórter correspondente colunista editora redação redator redatora
    journalist redacteur verslaggever correspondent columnist redactie medewerker journalister redaktør reporter skribent journaliste toimittaja dziennikarz dziennikarka redaktor muhabir yazar editör корреспондент журналист редактор обозреватель автор
    記者 編集部 編集委員 論説委員 ライター 特派員 支局長 编辑 记者 기자 특파원
""")

# Organizations that sign like people: kept apart from authors.
AGENCIES: Final = phrases("""
    afp | reuters | ap | associated press | the associated press | agence france presse | dpa | epa | kcna | tass | itar tass | ria novosti | xinhua | kyodo | kyodo news | jiji | jiji press | yonhap | ani | pti | ians | efe | ansa | adnkronos | agi | lusa | anp | belga | ap photo | getty | getty images | gettyimages | shutterstock | istock | istockphoto | alamy | alamy stock photo | imago | imago images | picture alliance | picture alliance dpa | dpa picture alliance | pa | pa media | pa wire | pa images | press association | keystone | keystone sda | sda | apa | afp via getty images | afp getty images | getty images via afp | bloomberg | bloomberg news | upi | cnn | bbc | bbc news | bbc sport | npr | cbs | nbc | abc | sipa | sipa usa | zuma | zuma press | wireimage | filmmagic | magnum | magnum photos | vii | ntb | tt | tt nyhetsbyrån | scanpix | ritzau | ritzau scanpix | lehtikuva | stt | pap | east news | ap images | usa today network | usa today sports | adobe stock | stock adobe com | unsplash | pexels | pixabay | flickr | wikimedia | wikimedia commons | creative commons | cc | nasa | esa | noaa | handout | pool | file | archive | archiv | ap dpa | dpa afp | afp dpa | reuters connect | epa efe | epa shutterstock | rex | rex shutterstock | rex features | splash | splash news | backgrid | mega | ddp | ullstein | ullstein bild | akg images | bridgeman images | mary evans | hulton archive | corbis | kcna via reuters | anadolu | anadolu agency | anadolu ajansı | aa | iha | dha | nurphoto | middle east images | yna | yonhap news | aap | ruptly | sputnik | ukrinform | interfax | ctk | čtk | tasr | mti | agerpres | beta | fena | hina | sta | eta | delfi | elta | leta | bns | presse | kna | epd | sid | vip | instagram | facebook | twitter | youtube | x | tiktok | screenshot | courtesy | ullstein bild via getty images | universal images group | future | wire reports | staff | staff writer | staff reports | editorial team | editorial staff | editorial board | redaktion | newsroom | news desk | web desk | admin | administrator | team | agencies | agency | agentur | agenturen | redacción | redazione | redação | redactie | redaksjon | redakcja | редакция | 共同通信 | 時事通信 | ロイター | 編集部 | 新华社 | 연합뉴스 | europa press
""")

# … but a menu may have these words, so that alone on a line they are no credit.
AMBIGUOUS_AGENCIES: Final = phrases("""
    presse | x | facebook | twitter | instagram | youtube | tiktok | file | archive | archiv | team | admin | administrator | redaktion | staff | vip | future | rex | mega | aa | beta | sta | pool | agencies | agency | cc | pa | ap | tt | vii | redazione | redacción | redação | newsroom | nasa | esa | cnn | bbc | bbc news | bbc sport | npr | cbs | nbc | abc | bloomberg
""")

# Lower-case words inside names.
PARTICLES: Final = words(
    "de da do dos das del della di du des la le van von der den ter ten te zu zum zur af av al el bin ibn bint abu ben y e i und af"
)

# Words of newspapers' names.
PUBLICATIONS: Final = words("""
    gazette times herald tribune chronicle courier observer examiner inquirer telegraph bulletin dispatch sentinel advertiser argus echo ledger
    zeitung tageszeitung nachrichten anzeiger tagblatt tageblatt abendblatt kurier rundschau bote volksblatt wochenblatt morgenpost
    dépêche courrier républicain gazette diario periódico correo heraldo gaceta giornale corriere gazzetta messaggero jornal folha diário correio gazeta
    krant dagblad courant avisen tidende tidning tidningen dagbladet gazetesi dziennik газета вестник ведомости صحيفة جريدة
""")
