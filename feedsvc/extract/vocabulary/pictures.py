# ruff: noqa: E501 -- a table line holds the words of one language
"""Words of picture captions and credits, by language."""

from typing import Final

from feedsvc.extract.vocabulary import phrases

# Before a colon, an equals sign or a copyright sign they open a credit.
CREDIT_MARKS: Final = phrases("""
    photo | photos | photograph | photographs | photographer | photographed by | photography | picture | pictures | pic | pics | image | images | screenshot | screengrab | illustration | illustrations | graphic | graphics | credit | credits | courtesy | source | file photo
    foto | fotos | bild | bilder | bildnachweis | bildquelle | fotograf | fotografin | fotonachweis | grafik | quelle | symbolbild | symbolfoto | archivbild | archivfoto | videostill
    crédit | crédits | crédit photo | crédits photo | photo d'illustration
    fotografía | imagen | foto de | crédito | créditos | imagem | reprodução | divulgação | immagine | fotogramma | fuente | fonte
    beeld | bilde | kuva | zdjęcie | zdj | fot | fotoğraf | görsel | bron | kilde | källa
    фото | фотография | изображение | иллюстрация | 写真 | 画像 | 撮影 | 提供 | 图片 | 图 | 摄影 | 사진 | صورة | تصوير | عدسة | फोटो | फ़ोटो | तस्वीर | ছবি | φωτο | φωτογραφία | צילום | ภาพ
""")
CREDIT_JOINERS: Final = phrases("""
    credit | credits | source | by | via | courtesy | courtesy of | from | quelle | nachweis | von | di | de | av
""")

# In brackets they say that a line speaks of a picture.
BRACKETED: Final = phrases("""
    file | file photo | file pic | file picture | file image | archive | l | r | c | left | right | center | centre | pictured | 2nd l | 2nd r
    archivbild | archivfoto | archiv | symbolbild | symbolfoto | links | rechts | vorne | hinten | mitte | l. | r. | li. | re.
    archives | photo d'archives | photo d’archives | image d'illustration | photo d'illustration | photo d’illustration | à gauche | à droite | g. | d.
    imagen de archivo | foto de archivo | foto d'archivio | foto d’archivio | immagine d'archivio | arquivo | foto de arquivo | izq. | der.
    arkivbild | arkivfoto | archieffoto | архив | архивное фото | 資料写真 | イメージ | 左 | 右 | 中央 | 资料图
""")

# Anywhere in a short line they do.
SPOKEN: Final = phrases("""
    pictured here | pictured above | pictured below | pictured left | pictured right | pictured with | pictured in | pictured at | pictured on | is pictured | are pictured | seen here | seen above | shown here | shown above | image caption | photo caption | in this photo | in this image | in this picture | in this file photo | in this undated | in an undated | file photo | handout photo | handout picture | picture taken
    im bild | auf diesem bild | auf diesem foto | auf dem foto | auf dem bild
    en la imagen | en la foto | sur la photo | nella foto | na foto | na imagem
""")
