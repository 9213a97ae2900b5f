# ruff: noqa: E501 -- a table line holds the words of one language
"""Function words: what sentences have and menus have not."""

from typing import Final

from feedsvc.extract.vocabulary import words

# Frequent function words of each language, chosen by hand; short words that are common
# labels elsewhere are left out.
FUNCTION_WORDS: Final = words("""
    the of and to in a is was for that it on with as at by from be are were have has had this which or but not they his her their an been will would who when what there if than about into could after its he she we you i said also can more one
    der die das und in zu den von mit sich des auf für ist im dem nicht ein eine als auch es an er hat aus bei sie nach wie am sind noch einen einem einer war haben werden wird oder dass vor kann zur zum über wurde aber so durch ich wir ihr seine seiner mehr schon nur
    le la les de des du et à un une en que qui dans pour est pas sur au plus par ce il elle avec ne se son sa ses ont sont été être mais ou comme nous vous leur cette ces aux était fait
    el los las de del y a un una en que por con para es no se su al lo como más pero sus le ha me sin sobre este ya entre cuando todo esta ser son dos también fue había era muy hasta desde está
    il lo gli di del della dei e a un una in che per con è non si da al sono come più ma anche alla nel ha o dal ai i le su ci questo delle degli stato essere tra suo sua nella
    o os as do da dos das e um uma em que por com para é não se no na ao mais como mas foi pelo pela são seu sua ou tem ser há nos já está eu também só
    het een en van is dat op te in zijn met voor niet aan er om ook als dan maar bij nog naar door over uit wordt heeft werd hij ze zij was tot kan
    og i det som er på til av for med at har ikke den om et men en de var fra å han vi ble seg så skal kan eller etter ved
    och att det som en på är av för med den till inte har de ett om han var men sig från vi kan så eller när efter
    ja on ei että oli se hän mutta kun myös ovat joka sekä tai jos niin
    i w na z się nie do to że jest o jak po co za od ale przez dla są oraz już jego ich był która który które także
    a je na se v že s do to z si jsou o jako za by pro po ale byl jeho které který
    ve bir bu da de için ile olarak çok daha olan gibi ama en ne kadar sonra göre ise olduğu
    и в не на я что с он а как это по но они к у из за от его так о же все была был быть для до бы если или при этом также
    і у не на що з як це до та за від його про але або був
    και το να του η της με για που από στην στο είναι θα ο οι τα σε δεν
    ה של את על לא זה עם הוא כי אל או גם היא יותר אבל
    في من على إلى أن هذا التي الذي عن مع كان لا ما بعد قد وقال كما بين
    का के की में है और से को पर ने यह हैं था कि एक भी नहीं इस
""")
