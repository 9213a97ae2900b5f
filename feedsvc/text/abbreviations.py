"""Words that end in a full stop without ending a sentence, by what may follow them.

Lower case, without their last stop. One table for all languages, because a wire text quotes
names and titles of many; a few short ones that are words elsewhere are kept by language.
"""

from typing import Final


def _words(table: str) -> frozenset[str]:
    return frozenset(table.split())


# Before a name or a number: a sentence never ends here.
TITLES: Final = _words("""
    mr mrs ms messrs dr prof rev hon fr sr sra srta st ste mt gen col lt cpl sgt maj capt cmdr adm
    brig sen rep reps sens gov pres supt insp det amb atty gens profs drs mx vs
    hr frl ing dipl mag phil habil ggf bzw evtl sog zzgl inkl exkl insb ca geb verh gest
    mme mlle mgr me dott dott.ssa sig sig.ra avv geom rag ex.mo prof.ssa
    d dª dña excmo sto sta exmo sra.s dra eng engª profª
    dhr mevr drs ir bv hr.s lic
    гр тов проф акад ген ул пл пр просп св ст рис табл т.н т.е т.к
    """)

# Between words: a sentence ends here only if the next word is a usual sentence starter.
INNER: Final = _words("""
    г a.m p.m etc e.g i.e cf viz ibid inc ltd co corp llc plc bros dept univ assn approx
    jr sr esq ph.d m.d b.a m.a d.c u.s u.k u.n u.s.a e.u n.y l.a a.d b.c p.s
    blvd rd sq hwy ft lb lbs oz pp vol
    z.b u.a d.h o.ä u.ä z.t s.o s.u v.a i.d.r m.e o.g tel abs nr bd jh jhd mio mrd tsd stk
    usw usf etc.pp mind max. vgl chr n.chr v.chr a.d e.v sekr std
    av j.-c env p.ex c.-à-d éd janv févr avr juil déc tél boul
    ee.uu ej p.ej núm pág págs aprox dpto tfno admon
    ecc s.p.a s.r.l pag
    bijv d.w.z o.a enz blz jl m.b.t
    bl.a f.eks kl dvs t.ex o.s.v m.m d.v.s resp
    др пр тыс млн млрд руб коп долл км см мм кг гг вв н.э см напр т.д т.п
    itp itd tzn np tzw godz
    """)

# Words that begin a sentence far more often than they follow an abbreviation inside one.
STARTERS: Final = _words("""
    The A An He She It We They I You This That These Those There Here But And So Then When While
    If In On At For By With From After Before Although However Meanwhile Yet Its His Her Our Their
    Der Die Das Ein Eine Er Sie Es Wir Ich Doch Aber Und Dann Wenn Als Im Am In Bei Nach Vor Seit
    Für Auch Dabei Damit Dieser Diese Dieses Zudem Allerdings
    Le La Les Un Une Il Elle Ils Elles On Nous Vous Ce Cette Ces Mais Et Dans En Pour Selon
    El Los Las Una Él Ella Ellos Esto Este Esta Pero Y Según Por Para Con
    Lo Gli Nel Nella Ma Questo Questa Secondo Anche
    O Os As Um Uma Ele Ela Eles Mas No Na
    De Het Een Hij Zij Ze Maar Dit Dat
    В На Но И Он Она Они Это По Как Мы Я
    """)

# Languages that write "3." for "third": a number before a stop does not end a sentence there.
ORDINAL_LANGUAGES: Final = _words(
    "bs cs da de et eu fi fo hr hu is lb lv mk nb nn no pl sk sl sr tr"
)

# Before a number only: "No. 10", "S. 7", "Dec. 12".
BEFORE_NUMBER: Final = _words("""
    no nos nr n núm art abs s p pp pag pág vol fig ch № стр ст
    jan feb mar apr jun jul aug sep sept oct nov dec mon tue tues wed thu thur thurs fri sat sun
    janv févr avr juil déc ene abr ago dic gen mag giu lug ott okt dez mrt
    """)
