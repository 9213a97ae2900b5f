# ruff: noqa: E501 -- a table line holds the words of one language
"""What surrounds articles on web pages: menus, consent, newsletters, sharing, comments, footers.

WHOLE phrases are lines on their own (a number beside them does not matter); STARTS begin a line
that is not a paragraph; ANYWHERE phrases give a line away wherever they stand in it.
"""

from typing import Final

from feedsvc.extract.vocabulary import phrases
from feedsvc.model import Label

WHOLE: Final[dict[Label, frozenset[str]]] = {
    Label.NAVIGATION: phrases("""
        home | homepage | menu | close | search | back | next | previous | prev | more | more news | skip to content | sections
        skip to main content | skip to navigation | skip navigation | main menu | main navigation | toggle navigation | navigation
        login | log in | sign in | sign up | register | my account | account | log out | sign out | logout | subscribe | subscribe now
        back to top | top | go to top | scroll to top | view all | see all | show more | show less | load more | loading | all news
        latest | latest news | trending | popular | most popular | most read | top stories | breaking news | breaking | live | live updates
        first drop | drop | dropdown | open menu | close menu | open search | close search | submenu | expand | collapse | play | pause
        watch | watch now | listen | listen now | play video | play now | video | videos | photos | photo | gallery | galleries | podcast | podcasts
        advertisement | advertising | ad | ads | sponsored | sponsored content | promoted | promoted content | paid content | adchoices
        advertisement continue reading the main story | story continues below advertisement | article continues below | continue reading below
        table of contents | in this article | contents | on this page | jump to | jump to section | categories | tags | topics | archives | archive
        print | print this page | print article | text size | font size | a a | image | slideshow | slide | 1 of | of | or | and | explore | discover | edition
        english | deutsch | français | español | italiano | português | русский | 日本語 | 中文 | 한국어 | العربية | polski | türkçe | nederlands
        startseite | menü | suche | suchen | schließen | schliessen | zurück | weiter | mehr | zum inhalt | zum inhalt springen | direkt zum inhalt
        hauptmenü | hauptnavigation | zur startseite | nach oben | zum seitenanfang | seite drucken | drucken | anmelden | abmelden | registrieren
        mein konto | themen | anzeige | anzeigen | werbung | übersicht | inhalt | inhaltsverzeichnis | alle themen | aktuelles | schlagwörter | schlagworte
        schlagzeilen | meistgelesen | newsticker | mehr anzeigen | abo | e paper | epaper | artikel drucken | artikel anhören | vorlesen | sprungmarken
        accueil | fermer | recherche | rechercher | rubriques | se connecter | connexion | s inscrire | inscription | mon compte | s abonner | abonnez vous
        aller au contenu | aller au contenu principal | publicité | suivant | précédent | retour | imprimer | à la une | en direct | voir plus | voir tout | sommaire
        le plus lu | les plus lus | dernières nouvelles | écouter l article | abonné | réservé aux abonnés | haut de page
        inicio | portada | cerrar | buscar | menú | menú principal | iniciar sesión | regístrate | suscríbete | suscribirse | publicidad | anterior | siguiente
        volver | imprimir | lo más leído | lo más visto | última hora | últimas noticias | ver más | ver todo | secciones | ir al contenido | saltar al contenido
        temas | etiquetas | índice | compartido | escuchar
        chiudi | cerca | accedi | registrati | abbonati | pubblicità | indietro | avanti | precedente | successivo | stampa | i più letti | ultime notizie
        vai al contenuto | leggi tutto | argomenti | torna su | ascolta | sezioni
        início | fechar | buscar | pesquisar | pesquisa | entrar | cadastre se | assine | assinar | anúncio | publicidade | próximo | próxima | voltar | mais lidas | últimas notícias
        ir para o conteúdo | pular para o conteúdo | ver mais | tópicos | ouvir
        sluiten | zoeken | inloggen | aanmelden | registreren | terug | volgende | vorige | meer | advertentie | naar de inhoud | abonneren | meest gelezen | onderwerpen | delen
        lukk | søk | logg inn | meny | annonse | hjem | til toppen | stäng | sök | logga in | meny | annons | hem | dela | luk | søg | log ind | annonce | forside | etusivu | haku | kirjaudu | mainos | valikko | jaa
        zamknij | szukaj | zaloguj się | zaloguj | reklama | strona główna | wstecz | następny | poprzedni | wydarzenia | udostępnij | menü | ara | kapat | giriş | giriş yap | ana sayfa | reklam | paylaş | üye ol
        закрыть | поиск | меню | войти | вход | регистрация | главная | реклама | назад | далее | вперед | вперёд | наверх | новости | главное | ещё | еще | подписаться | печать | все новости | лента новостей | показать ещё | поделиться | слушать
        メニュー | 検索 | 閉じる | ログイン | 会員登録 | ホーム | トップ | トップページ | 戻る | 次へ | 前へ | 広告 | もっと見る | ページの先頭へ | 記事一覧 | 一覧 | 本文へ | ランキング | 新着 | 速報 | 続き | 印刷 | 写真 | 動画 | お知らせ | pr
        首页 | 登录 | 注册 | 搜索 | 菜单 | 关闭 | 返回 | 下一页 | 上一页 | 广告 | 更多 | 首頁 | 登入 | 搜尋 | 選單 | 關閉 | 廣告 | 열기 | 닫기 | 검색 | 로그인 | 회원가입 | 메뉴 | 홈 | 광고 | 더보기 | 이전 | 다음 | 인쇄
        الرئيسية | بحث | القائمة | إغلاق | تسجيل الدخول | إعلان | المزيد | ראשי | חיפוש | תפריט | סגור
    """),
    Label.CONSENT: phrases("""
        accept | accept all | accept cookies | accept all cookies | reject all | decline | i agree | agree | got it | ok | manage preferences | manage cookies | cookie settings | cookie preferences
        privacy settings | manage options | cookies | necessary | always enabled | privacy overview | consent | more information
        akzeptieren | alle akzeptieren | alles akzeptieren | alle cookies akzeptieren | ablehnen | alle ablehnen | cookie einstellungen | einstellungen | zustimmen | einverstanden | notwendig | verstanden
        accepter | tout accepter | j accepte | refuser | tout refuser | paramétrer | continuer sans accepter | gérer les cookies | personnaliser
        aceptar | aceptar todo | aceptar cookies | aceptar todas | rechazar | rechazar todo | configurar | configurar cookies
        accetta | accetta tutto | accetta tutti | rifiuta | rifiuta tutto | aceitar | aceitar tudo | aceitar todos | rejeitar | accepteren | alles accepteren | godta | godta alle | acceptera | akceptuję | zgadzam się | kabul et | принять | согласен | 同意する | すべて許可 | 接受 | 동의
    """),
    Label.SHARE: phrases("""
        share | shares | share this | share this article | share this story | share this post | share article | share story | share on facebook | share on twitter | share on x | share on linkedin | share via email
        share on whatsapp | tweet | tweet this | retweet | pin | pin it | facebook | twitter | x | x twitter | instagram | linkedin | whatsapp | telegram | pinterest | reddit | flipboard | tumblr | youtube | tiktok | threads | bluesky | mastodon | messenger | xing | pocket | snapchat | vk | viber | line | hatena
        email | e mail | mail | email this | email article | email this article | copy link | copy url | copied | link copied | copy | follow | follow us | follow us on | connect with us | save | save article | bookmark | like | add to favorites | save story | gift article | gift this article
        teilen | artikel teilen | beitrag teilen | auf facebook teilen | twittern | merken | per mail teilen | link kopieren | url kopieren | folgen | folgen sie uns | folgen sie uns auf | empfehlen | artikel merken | weiterempfehlen | versenden | feedback
        partager | partager l article | partager sur facebook | partager cet article | copier le lien | suivez nous | suivre | enregistrer | compartir | compartir en facebook | comparte | copiar enlace | síguenos | guardar | condividi | condividi su facebook | copia link | seguici | seguici su | salva
        compartilhar | compartilhe | copiar link | siga nos | salvar | partilhar | delen | deel | deel dit artikel | kopieer link | volg ons | kopier lenke | del | dela | udostępnij | podziel się | kopiuj link | paylaş | linki kopyala
        поделиться | скопировать ссылку | вконтакте | одноклассники | シェア | シェアする | ツイート | ポスト | リンクをコピー | ブックマーク | はてなブックマーク | フォロー | 分享 | 收藏 | 공유 | 공유하기 | مشاركة | שתף
    """),
    Label.NEWSLETTER: phrases("""
        newsletter | newsletters | sign up for our newsletter | subscribe to our newsletter | get our newsletter | email address | your email | your email address | enter your email | stay informed | daily briefing | get the newsletter | join our newsletter | newsletter signup | newsletter sign up
        newsletter abonnieren | newsletter anmelden | zum newsletter | e mail adresse | ihre e mail adresse | jetzt abonnieren | jetzt anmelden | newsletter bestellen | infolettre | inscrivez vous | je m inscris | votre adresse e mail | adresse e mail | boletín | boletines | tu correo electrónico | correo electrónico
        iscriviti | iscriviti alla newsletter | indirizzo email | inscreva se | seu e mail | nieuwsbrief | nieuwsbrieven | schrijf je in | nyhetsbrev | biuletyn | bülten | рассылка | подписаться на рассылку | メルマガ登録 | メールマガジン | 뉴스레터
    """),
    Label.RELATED: phrases("""
        related | related articles | related stories | related posts | related content | related news | related topics | related coverage | related links | read also | also read | see also | you may also like | you might also like | you may like | recommended | recommended for you | recommended stories | recommended reading | recommends | more stories | more like this | more from | more on this | more on this story | more on this topic | up next | read next | what to read next | keep reading | editors picks | editor s picks | editor s choice | editors choice | don t miss | must read | trending now | trending stories | popular posts | popular stories | recent posts | recent articles | latest stories | latest posts | latest articles | top news | around the web | from the web | from around the web | sponsored stories | most viewed | most commented | more news | other news | explore more | featured | featured stories | similar articles | similar posts | further reading | elsewhere on the web | promoted stories | paid partner content | in case you missed it | related quotes | more in
        mehr zum thema | das könnte sie auch interessieren | das könnte dich auch interessieren | auch interessant | lesen sie auch | lesen sie mehr | lesen sie auch die folgenden beiträge | weitere artikel | weitere themen | weitere nachrichten | weitere meldungen | weitere beiträge | ähnliche artikel | ähnliche beiträge | ähnliche themen | verwandte themen | verwandte artikel | zum thema | mehr aus | mehr dazu | neueste beiträge | neueste artikel | empfehlungen | empfohlen | empfohlene artikel | meistgelesene artikel | das interessiert andere leser | passend dazu | beitragsnavigation | beitrags navigation | vorheriger beitrag | nächster beitrag | folgender beitrag | vorheriger artikel | nächster artikel | redaktionstipp | top themen | mehr lesen
        à lire aussi | lire aussi | à lire | à lire également | sur le même sujet | sur le même thème | articles liés | articles similaires | articles connexes | dans la même rubrique | voir aussi | à voir aussi | vous aimerez aussi | à découvrir | à découvrir aussi | nos recommandations | les articles les plus lus | plus d articles | notre sélection
        noticias relacionadas | artículos relacionados | relacionado | relacionados | también te puede interesar | te puede interesar | te recomendamos | lea también | lee también | leer más | más noticias | más información | más en | ver también | archivado en | más leídas | lo último | noticia relacionada
        leggi anche | articoli correlati | potrebbe interessarti anche | potrebbe interessarti | ti potrebbe interessare | ti potrebbero interessare | correlati | altri articoli | notizie correlate | vedi anche | per approfondire
        leia também | leia mais | notícias relacionadas | artigos relacionados | veja também | veja mais | saiba mais | mais notícias | você pode gostar | recomendados | relacionadas
        lees ook | lees meer | meer over | gerelateerde artikelen | gerelateerd | meer nieuws | meer artikelen | ook interessant | les også | les mer | läs också | läs mer | relaterade artiklar | læs også | læs mere | relaterte artikler | lue myös | lue lisää
        czytaj też | czytaj także | czytaj więcej | zobacz też | zobacz także | podobne artykuły | powiązane artykuły | polecane | przeczytaj także | benzer haberler | ilgili haberler | önerilen haberler | sonraki haber | diğer haberler
        читайте также | читать также | по теме | материалы по теме | похожие статьи | похожие новости | другие новости | смотрите также | рекомендуем | новости по теме | ещё по теме | самое читаемое | популярное
        関連記事 | あわせて読みたい | 合わせて読みたい | おすすめ記事 | 関連ニュース | 人気記事 | 最新記事 | 新着記事 | こちらもおすすめ | 関連リンク | 関連トピックス | アクセスランキング | 相关新闻 | 相关阅读 | 延伸阅读 | 推荐阅读 | 相關新聞 | 延伸閱讀 | 관련기사 | 관련 기사 | 추천 기사 | 많이 본 뉴스 | اقرأ أيضا | مواضيع ذات صلة
    """),
    Label.COMMENTS: phrases("""
        comments | comment | leave a reply | leave a comment | leave a reply cancel reply | add a comment | post a comment | write a comment | join the conversation | join the discussion | view comments | show comments | load comments | read comments | no comments | no comments yet | all comments | newest comments | reply | replies | report | report abuse | be the first to comment | sort by | comments are closed | your email address will not be published | discussion | conversation | loading comments | add your comment | cancel reply | have your say | reader comments
        kommentare | kommentar | kommentar schreiben | kommentar verfassen | kommentieren | antworten | schreibe einen kommentar | schreibe einen kommentar antworten abbrechen | diskussion | diskutieren sie mit | leserkommentare | alle kommentare anzeigen | kommentare anzeigen | neueste kommentare | neuester kommentar | melden | beitrag melden | kommentar hinterlassen | keine kommentare | netiquette
        commentaires | commentaire | commenter | laisser un commentaire | laissez un commentaire | réagir | répondre | voir les commentaires | annuler la réponse | comentarios | comentario | comentar | deja un comentario | dejar un comentario | responder | cancelar la respuesta | commenti | commenta | lascia un commento | rispondi | annulla risposta | comentários | comentário | deixe um comentário | deixe uma resposta | cancelar resposta | reacties | reageer | reageren | geef een reactie | plaats een reactie | kommentarer | skriv en kommentar | legg igjen en kommentar | komentarze | dodaj komentarz | skomentuj | odpowiedz | yorumlar | yorum yap | yorum yaz | комментарии | комментировать | добавить комментарий | ответить | оставить комментарий | обсуждение | コメント | コメントする | コメントを書く | コメントを残す | コメント一覧 | 返信 | 评论 | 发表评论 | 留言 | 댓글 | 댓글쓰기 | تعليقات | אגובות | תגובות
    """),
    Label.FOOTER: phrases("""
        privacy policy | privacy | privacy notice | terms of use | terms of service | terms | terms and conditions | terms conditions | cookie policy | cookies policy | contact | contact us | about | about us | advertise | advertise with us | careers | jobs | sitemap | site map | rss | rss feed | rss feeds | faq | faqs | help | help center | support | imprint | accessibility | accessibility statement | legal | legal notice | disclaimer | editorial policy | corrections | masthead | press | media kit | feedback | all rights reserved | copyright | do not sell my personal information | do not sell my info | newsroom | staff | our team | work with us | customer service | subscriptions | shop | store | events | community guidelines | licensing | syndication | reprints | footer | quick links | resources | services | partners | donate | rights permissions
        impressum | datenschutz | datenschutzerklärung | kontakt | agb | nutzungsbedingungen | mediadaten | über uns | ueber uns | karriere | presse | hilfe | barrierefreiheit | erklärung zur barrierefreiheit | archiv | abo service | abo shop | abo kündigen | verlag | redaktion | rechtliche hinweise | rechtliches | service | leserbriefe | stellenmarkt | widerruf | verträge hier kündigen | utiq verwalten | team | nutzungsbasierte onlinewerbung | gewinnspiele | leserreisen
        mentions légales | politique de confidentialité | confidentialité | données personnelles | cgu | cgv | conditions générales | conditions générales d utilisation | contactez nous | nous contacter | qui sommes nous | à propos | plan du site | publicité | gestion des cookies | charte | recrutement
        aviso legal | política de privacidad | política de cookies | quiénes somos | contacto | contáctanos | condiciones de uso | publicidad | mapa del sitio | términos y condiciones | sobre nosotros | nosotros | staff | chi siamo | contatti | privacy e cookie | note legali | informativa sulla privacy | termini e condizioni | redazione | lavora con noi
        política de privacidade | termos de uso | quem somos | contato | contacto | expediente | fale conosco | anuncie | trabalhe conosco | sobre nós | ficha técnica | privacybeleid | privacyverklaring | over ons | colofon | algemene voorwaarden | gebruiksvoorwaarden | cookiebeleid | personvern | om oss | kontakt oss | vilkår | personuppgiftspolicy | polityka prywatności | regulamin | o nas | kontakt | redakcja | gizlilik politikası | hakkımızda | iletişim | künye | kullanım koşulları
        контакты | о нас | о проекте | о компании | политика конфиденциальности | пользовательское соглашение | рекламодателям | редакция | правила | вакансии | プライバシーポリシー | 利用規約 | 会社概要 | お問い合わせ | 運営会社 | サイトマップ | 特定商取引法に基づく表記 | 著作権 | 免責事項 | ヘルプ | 採用情報 | 个人隐私 | 隐私政策 | 关于我们 | 联系我们 | 版权声明 | 使用条款 | 개인정보처리방침 | 이용약관 | 회사소개 | 고객센터 | سياسة الخصوصية | اتصل بنا | من نحن
    """),
    Label.TRUNCATION: phrases("""
        read more | continue reading | read full article | read the full article | read full story | read the full story | full story | read on | click to read more | continue reading this article | read the rest | view full article | show full article | expand article
        weiterlesen | weiter lesen | jetzt weiterlesen | artikel weiterlesen | ganzen artikel lesen | zum artikel | mehr lesen | lire la suite | lire l article complet | continuer la lecture | lisez la suite | suite de l article | seguir leyendo | sigue leyendo | leer más | leer artículo completo | leer la noticia completa | continua a leggere | continua | leggi tutto | leggi l articolo completo | continue lendo | continuar a ler | leia a matéria completa | ler mais | leia na íntegra | lees verder | verder lezen | lees meer | les hele saken | les mer | läs hela artikeln | læs hele artiklen | czytaj dalej | devamını oku | haberin devamı | читать далее | читать дальше | читать полностью | читать целиком | продолжение | 続きを読む | 続きを見る | 全文を読む | もっと読む | 阅读全文 | 查看全文 | 閱讀全文 | 기사 더보기 | 더 읽기 | اقرأ المزيد
    """),
}

STARTS: Final[dict[Label, frozenset[str]]] = {
    Label.CONSENT: phrases("""
        we use cookies | this site uses cookies | this website uses cookies | our website uses cookies | we and our partners | by continuing to use | by clicking accept | by clicking ok | by clicking i agree | your privacy choices | we value your privacy | we care about your privacy | your privacy is important | manage your cookie
        wir verwenden cookies | wir nutzen cookies | wir setzen cookies | diese website verwendet cookies | diese webseite verwendet cookies | diese seite verwendet cookies | wir und unsere partner | mit der nutzung | wir benötigen ihre zustimmung | wir benötigen ihre einwilligung | hier finden sie externe inhalte | an dieser stelle finden sie | empfohlener externer inhalt | empfohlener redaktioneller inhalt | zur nutzung von
        nous utilisons des cookies | ce site utilise des cookies | nous et nos partenaires | en poursuivant votre navigation | en cliquant sur | avec votre accord | utilizamos cookies | usamos cookies | este sitio usa cookies | este sitio utiliza cookies | esta web utiliza cookies | nosotros y nuestros socios | questo sito utilizza | questo sito usa | utilizziamo i cookie | noi e i nostri partner | este site utiliza cookies | este site usa cookies | nós usamos cookies | wij gebruiken cookies | deze website gebruikt cookies | we gebruiken cookies | vi bruker informasjonskapsler | vi använder cookies | vi bruger cookies | ta strona używa | używamy plików cookie | ta witryna korzysta z | мы используем | этот сайт использует | bu site çerezleri | 当サイトでは | このサイトでは | 本网站使用 | 本サイトは
    """),
    Label.NEWSLETTER: phrases("""
        sign up for | sign up to | subscribe to our | subscribe to the | get the latest | get our | get the best | join our | join thousands | enter your email | by signing up | by subscribing | by submitting | by entering your email | never miss | don t miss out | want more | get breaking news | download our app | download the | stay up to date | stay in the know | stay informed | delivered to your inbox | no spam | you can unsubscribe | thanks for subscribing | thank you for subscribing | thank you for signing up | already a subscriber | already have an account | create a free account | support our journalism | support independent | become a member | become a subscriber | follow us on | like us on | join us on | follow our | read our | listen to our | check out our | try our
        abonnieren sie | jetzt kostenlos | melden sie sich | hier können sie den newsletter | unser newsletter | mit unserem newsletter | bestellen sie | jetzt testen | kostenlos testen | sie haben noch kein | bereits abonnent | noch kein konto | folgen sie uns | erhalten sie | verpassen sie | alle wichtigen nachrichten | sie möchten | registrieren sie sich | unterstützen sie | mit dem newsletter | jeden morgen | exklusiv für abonnenten | diesen artikel weiterlesen | laden sie die
        inscrivez vous | abonnez vous | recevez | recevoir | ne manquez | suivez nous | suivez l actualité | téléchargez | déjà abonné | cet article est réservé | il vous reste | suscríbete | regístrate | recibe | apúntate | síguenos | únete | descarga la | no te pierdas | iscriviti | ricevi | seguici | scarica | abbonati | inscreva se | assine | receba | siga | baixe o | cadastre se | schrijf je in | ontvang | volg ons | abonneer | meld je aan | zapisz się | subskrybuj | abone ol | подпишитесь | подписывайтесь | получайте | скачайте | メールマガジン | 会員登録 | 無料会員 | 有料会員 | 登録すると
    """),
    Label.SHARE: phrases("""
        share on | share via | share this | share with | tweet this | click to share | click to email | click to print | share to | send to | post to | email this | teilen auf | auf facebook | auf twitter | auf whatsapp | per e mail | klick um | klicken um | partager sur | compartir en | compartir por | condividi su | compartilhar no | compartilhe no | deel via | deel op | del på | dela på | udostępnij na | поделиться в | facebook twitter | facebook x | find us on | follow us on
    """),
    Label.RELATED: phrases("""
        related | read more | read also | also read | see also | more from | more on | more about | more in | watch | recommended | you may also | you might also | don t miss | up next | read next | previous article | next article | previous post | next post | previous story | next story | posted in | filed under | tagged | tags | topics | categories | category | explore more | must read | latest from | popular in | see more | view more | learn more | check out | click here | here s | for more | most read | top stories | trending | also on | listen
        mehr zum | mehr zu | mehr aus | mehr von | lesen sie auch | lesen sie hier | lesen sie dazu | lesen sie mehr | lies auch | auch interessant | siehe auch | weitere | zum thema | alle artikel | alles zu | themen | schlagworte | schlagwörter | kategorien | kategorie | vorheriger | nächster | das könnte | hier geht es | hier geht s | video | podcast | fotostrecke | bildergalerie
        lire aussi | à lire aussi | à lire | voir aussi | à voir | sur le même | plus d | en savoir plus | retrouvez | thèmes | mots clés | lea también | lee también | lea más | le puede interesar | te puede interesar | más sobre | más en | más información | ver más | vea también | etiquetas | archivado en | leggi anche | leggi | guarda anche | vedi anche | approfondisci | leia também | leia mais | veja também | saiba mais | veja mais | lees ook | lees meer | bekijk ook | les også | läs också | läs mer | læs også | se også | czytaj też | czytaj także | czytaj więcej | zobacz | ilgili | читайте также | читать также | смотрите также | 関連 | あわせて | こちらも | 相关 | 관련
    """),
    Label.COMMENTS: phrases("""
        your email address will not be published | you must be logged in | log in to comment | login to comment | log in to leave | please log in | be the first to | to comment on this | comments are | save my name | notify me of | required fields are marked | add your comment | view all comments | join the conversation | what do you think | let us know | have something to say | leave a
        deine e mail adresse wird nicht | ihre e mail adresse wird nicht | erforderliche felder sind | sie müssen angemeldet sein | du musst angemeldet sein | melden sie sich an um | meinen namen meine e mail | kommentar von | alle kommentare | diskutieren sie | schreiben sie einen | du kommentierst mit | benachrichtige mich
        votre adresse e mail ne sera pas publiée | vous devez être connecté | tu dirección de correo electrónico no será publicada | debes iniciar sesión | guardar mi nombre | il tuo indirizzo email non sarà pubblicato | salva il mio nome | o seu endereço de e mail não será publicado | o seu endereço de email não será | het e mailadres wordt niet gepubliceerd | je e mailadres wordt niet | twój adres e mail nie zostanie | e posta hesabınız yayımlanmayacak | ваш адрес email не будет опубликован | メールアドレスが公開されることはありません | コメントする
    """),
    Label.FOOTER: phrases("""
        copyright | © | all rights reserved | all content | this material may not be | registered in england | registered office | powered by | designed by | part of the | privacy policy | terms of | cookie policy | alle rechte vorbehalten | copyright by | tous droits réservés | todos los derechos reservados | tutti i diritti riservati | todos os direitos reservados | alle rechten voorbehouden | wszelkie prawa zastrzeżone | tüm hakları saklıdır | все права защищены | 無断転載 | 版权所有 | 무단전재
    """),
    Label.TRUNCATION: phrases("""
        continue reading | read the full | read the rest of | read the entire | to continue reading | to read the full | subscribe to read | subscribe to continue | sign in to continue | log in to continue | this article is for subscribers | this content is for | you ve reached your | you have reached your limit | this story is only available
        jetzt weiterlesen | weiterlesen mit | diesen artikel weiterlesen | dieser artikel ist nur für | dieser inhalt ist nur für | lesen sie diesen artikel | sie wollen weiterlesen | la suite est réservée | lire la suite | cet article est réservé aux abonnés | il vous reste | contenido exclusivo para suscriptores | seguir leyendo | contenuto riservato | questo contenuto è riservato | continua a leggere | conteúdo exclusivo para assinantes | continue lendo | alleen voor abonnees | verder lezen met | pozostało jeszcze | czytaj dalej | доступно только подписчикам | читать далее | 続きを読む | この記事は有料 | 残り | 会員限定
    """),
}

ANYWHERE: Final[dict[Label, frozenset[str]]] = {
    Label.CONSENT: phrases("""
        use of cookies | uses cookies | use cookies to | cookie policy and | accept cookies | cookie consent | verwendung von cookies | personenbezogene daten | inhalte von drittanbietern | einwilligung jederzeit | utilisation de cookies | uso de cookies | cookie di terze parti | third party cookies | personalized ads | personalised ads | storing of cookies | gebruik van cookies | externe inhalte anzeigen | daten an drittplattformen
    """),
    Label.NEWSLETTER: phrases("""
        our newsletter | free newsletter | newsletter sign up | newsletters here | to your inbox | in your inbox | unsubscribe at any time | unsubscribe anytime | our privacy policy and | privacy policy and terms | terms of service apply | agree to our terms | agree to our privacy | unseren newsletter | unserem newsletter | newsletter abonnieren | notre newsletter | nuestra newsletter | nuestro boletín | nostra newsletter | nossa newsletter | onze nieuwsbrief | in ihr postfach | jederzeit kündbar | monatlich kündbar | our whatsapp channel | our telegram channel | whatsapp kanal | download our app | our app for | protected by recaptcha | free trial
    """),
    Label.COMMENTS: phrases("""
        email address will not be published | e mail adresse wird nicht veröffentlicht | comment using your | comments section below | in the comments below | comments below
    """),
    Label.FOOTER: phrases("""
        all rights reserved | alle rechte vorbehalten | tous droits réservés | todos los derechos reservados | tutti i diritti riservati | todos os direitos reservados | alle rechten voorbehouden | wszelkie prawa zastrzeżone | все права защищены | may not be published broadcast | may not be reproduced | without permission | without express permission | earn an affiliate commission | earn a commission | affiliate links | affiliate commission | 無断転載を禁じます | 禁止转载 | p iva | registered trademark of
    """),
}

# Headings after which nothing belongs to the article any more, if enough of it has been seen.
END_MARKERS: Final = frozenset({Label.RELATED, Label.COMMENTS, Label.FOOTER, Label.TRUNCATION})
