"""The employer's name, as written.

A name is a registered one (…有限公司), one made of a proper name, a trade and a kind of firm (光明电子厂), a
well-known brand that the message works for (美团骑手), or what stands in a phrase that names one (在大润发上班,
我们厂叫恒昌). What only describes the employer (一家电子厂, 浦东的电子厂, 公司, 私企) is no name.
"""

import re
from functools import lru_cache

from bot.entities.entity import Entity
from bot.entities.lexicon import alternatives, lexicon
from bot.entities.normalise import normalise
from bot.entities.places import find as find_places

_WORD = r"[\u4e00-\u9fffA-Za-z0-9（）()·&]"
# What a name has behind it: 明日电子厂（虚构）; 某公司（在浦东） is no part of one.
_IN_BRACKETS = r"(?:[（(](?![在位就地离])[\u4e00-\u9fff]{2,4}[）)])?"
_WORK = (
    r"(?:上班|上夜班|工作|打工|做工|干活|做事|任职|就职|实习|当|做(?!主)|干|送外卖|送快递|跑单|跑外卖|入职|开[货叉]?车|打零工|"
    r"理货|收银|分拣|打包|装卸|搬货|洗碗|端盘子|打螺丝|扫地|站岗)"
)
# What leads up to a registered name and is not part of it.
_LEAD = re.compile(
    r".*(?:现在|[在叫是于被告给去跟]|就职于|入职|举报|投诉|单位|公司名称?|名称|老板的|我们?|供职|来自|[:：]|区的|镇的|市的|路的|这家|那家|劳动合同的|签的|进了)"
)
# The same for a name made of a trade and a kind of firm, which nothing else marks.
_LEAD_TO_TRADE = re.compile(
    r".*(?:[的在叫是于被给去跟进到从让找帮把了过对]|投诉|举报|反映|现在|我们?|咱们?|[那这][个家]|[一几多两]家|[一几]个|刚|原来|以前|"
    r"老板|单位|员工|公司)"
)
# Where in the firm somebody works is no part of its name: 大众汽车流水线上.
_PLACE_OF_WORK = re.compile(r"的?(?:流水线|产线|仓库|车间|门店|食堂|宿舍|站点|中转[场站]|分拣中心|项目部?)[里上]?$")
_AT = re.compile(
    rf"(?<!现)(?:在|就职于|任职于|供职于|入职了?)(?P<name>{_WORD}{{2,16}}?)(?:这边|那边|里面|里)?(?={_WORK}|$|[，。,；;!！?？\s])"
)
_CALLED = re.compile(
    rf"(?:(?:我们?|本人)?(?:的)?(?:用人单位|工作单位|公司|单位|工厂|厂子?|店|企业|雇主|东家)(?:的?(?:名称|名字|全称|全名))?"
    rf"(?P<verb>名?叫做?|是|为|[:：]\s?)|(?:厂名|店名|公司名)(?:叫|是|为|[:：])?)\s?(?P<name>{_WORD}{{2,30}})"
)
_MARKED = re.compile(
    rf"(?:被|投诉|举报|我们?是|名[字称]?叫)(?P<name>{_WORD}{{2,16}}?(?:公司|集团|厂|超市|酒店|饭店|医院|学校|幼儿园))"
    r"(?=$|[的辞裁劝拖欠解扣骗，。,；;!！?？\s]|开除|员工)"
)
_BEGINS_BAD = re.compile(
    r"[我你他她它这那哪每某不没否一两几个是有要被把给让想做搞干从以因外私]|(?:加班|签|写|去|来|走|回|退|赔|等|滚|自|交|辞|离|停|人|员工|大家|休|家|法定|国家|全|什么|怎|节|周|晚|夜|白天|春节|国庆|"
    r"试用|正常|现在|去年|今年|之前|以前|孕|哺乳|产假|病假|医疗|期间|领导|老公|老婆|疫情|高温|合法|真的|违法|老板)"
)
_FUNCTION = re.compile(
    r"[的了吗呢吧我你他她们没不给被就还时期间天晚夜周末假月年哪都要让在]|什么|怎么|时候|工资|合同|加班|期间|辞退|开除|是"
)
# Characters that hardly any proper name has, but the phrases do that may stand before a trade.
_NO_PROPER = re.compile(r"[去在来到说有没不想找要会能把跟和与或又也才再很最太多每某各另该此其些上下得算推换开啥几别后]")
_COMPANY_CONTEXT = re.compile(
    r"(?:在|给|帮|跑|为|做|干|送|的是|我是|我们是|进|来|单位[是:：]|公司[是:：])(?:[\u4e00-\u9fff]{0,4}的)?$"
)
_COMPANY_BEHIND = re.compile(
    r"(?:的|众包|专送|门店|便利店|超市|中转[场站]|兼职|店里?(?:面|的)?|项目部?|工地)*(?:骑手|送?外卖|快递|员工|分拣员|开[货叉]?车|烫伤|受伤|摔|(?:下面|旗下)的|拖欠|欠|不发|没发|不给|没给|辞退|开除|封号|司机|站点|配送|仓库|上班|工作|打工|干|做|门店|店长|店员|打工|兼职|打零工|项目|工地|收银|理货|众包|专送|工厂|厂|代驾|小哥)"
)


def without_brands(text: str) -> str:
    """Return a text without the well-known names in it: the 了 of 饿了么 makes no sentence, and its 么 asks nothing."""
    return _brand_pattern().sub("", text)


def find(text: str) -> list[Entity]:
    """Return the employers that a normalised message names, registered names first."""
    found: list[Entity] = []
    for reader in (_registered, _named, _at_work, _marked, _builders, _formed, _brands):
        for entity in reader(text):
            if not any(entity.overlaps(other) for other in found):
                found.append(entity)
    return found


def employer(text: str) -> str | None:
    """Return the employer that an answer names (simplified), or None where it is none or too vague."""
    plain = normalise(text).strip(" 。.!！,，")
    found = find(plain)
    if found:
        return found[0].value
    bare = re.sub(r"^(?:我在|在|我们是|是|叫|就是|名字叫)", "", plain)
    bare = re.sub(r"(?:上班|工作|打工|干活|的)$", "", bare)
    return bare if re.fullmatch(rf"{_WORD}{{2,30}}", bare) and _is_name(bare) else None


def _registered(text: str) -> list[Entity]:
    """Find registered names: everything back to the words that lead up to them."""
    found = []
    for match in _legal_pattern().finditer(text):
        start, run = match.start(), match[0]
        lead = _LEAD.match(run[: match.end("core") - match.start()])
        offset = lead.end() if lead else 0
        at_city = run.find("上海", offset)
        is_part = re.match(r"[（(]上海[）)]", run[at_city - 1 :]) if at_city > 0 else None  # 大海（上海）服饰有限公司
        start += at_city if at_city > 0 and not is_part else offset
        name = text[start : match.end()]
        core = text[start : match.start("form")]
        if len(core) >= 2 and not _BEGINS_BAD.match(core) and not _describes(core):
            found.append(Entity("employer", name, start, match.end()))
    return found


def _named(text: str) -> list[Entity]:
    """Find 我们厂叫X, 单位是X, 公司：X."""
    found = []
    for match in _CALLED.finditer(text):
        name = re.sub(r"(?:的|吧|啊|呀|哦|呢|了)$", "", match["name"])
        verb = match["verb"] or ""
        certain = name.endswith(tuple(lexicon("employers")["suffixes"])) or name in _brand_names()
        if not certain and verb in ("是", "为") and len(name) > 6:
            continue
        if _is_name(name):
            found.append(Entity("employer", name, match.start("name"), match.start("name") + len(name)))
    return found


def _at_work(text: str) -> list[Entity]:
    """Find 在X上班, 在X干了三年, leaving a place in front of the name out of it (在松江富士康上班)."""
    found = []
    for match in _AT.finditer(text):
        start, name = match.start("name"), match["name"]
        behind = text[match.end() :]
        if not re.match(_WORK, behind) and name not in _brand_names():
            continue
        if _brand_pattern().match(name):
            name = _PLACE_OF_WORK.sub("", name)
        offset = _behind_place(name)
        if name.startswith("上海") and not offset and name[2:] in _brand_names():
            offset = 2
        name = name[offset:]
        if _is_name(name):
            found.append(Entity("employer", name, start + offset, start + offset + len(name)))
    return found


def _marked(text: str) -> list[Entity]:
    """Find 被X公司辞退, 投诉X超市, 我是X厂的."""
    found = []
    for match in _MARKED.finditer(text):
        offset = _behind_address(match["name"])
        name, start = match["name"][offset:], match.start("name") + offset
        if _is_name(name):
            found.append(Entity("employer", name, start, start + len(name)))
    return found


def _builders(text: str) -> list[Entity]:
    """Find the building groups with their numbered companies: 中建八局三公司的工地, 上海建工二建的项目."""
    return [Entity("employer", match[0], match.start(), match.end()) for match in _builder_pattern().finditer(text)]


def _formed(text: str) -> list[Entity]:
    """Find a proper name with a trade and a kind of firm, wherever it stands: 光明电子厂, 永福养老院."""
    found = []
    for match in _form_pattern().finditer(text):
        before = re.search(rf"{_WORD}{{0,12}}$", text[max(0, match.start() - 12) : match.start()])
        run = before[0] if before else ""
        lead = _LEAD_TO_TRADE.match(run)
        run = run[lead.end() if lead else 0 :]
        run = run[_behind_place(run) :]
        proper = _city_pattern().sub("", run)
        if match["plain"]:
            # A trade that is not in the list: 东兴纸箱厂. Two characters at least are the name, two the trade.
            proper = proper[:-2]
        name = run + match[0]
        if 2 <= len(proper) <= 5 and _is_proper(proper) and _is_name(name):
            found.append(Entity("employer", name, match.start() - len(run), match.end()))
    return found


def _is_proper(words: str) -> bool:
    """Say whether what stands before a trade is a proper name, as far as that can be told."""
    return not (_NO_PROPER.search(words) or _describing_pattern().search(words) or _describes(words))


def _behind_place(name: str) -> int:
    """Return where a name goes on behind the district and street that it begins with (浦东张江的…)."""
    place = max((e.end for e in find_places(name) if e.start <= 2), default=0)
    return place + (1 if name[place:].startswith("的") else 0)


def _behind_address(name: str) -> int:
    """Return where a name goes on behind an address that cannot be a part of it: 闵行莘庄上海飞鹰厂, 莘庄镇飞鹰厂."""
    offset = _behind_place(name)
    rest = name[offset:]
    is_address = rest.startswith("上海") or name[max(0, offset - 1) : offset] in ("区", "镇", "道", "的")
    return offset if offset and is_address and _is_name(rest) else 0


def _brands(text: str) -> list[Entity]:
    """Find well-known employers where the words around them say that the writer works there."""
    found = []
    for match in _brand_pattern().finditer(text):
        before = text[max(0, match.start() - 8) : match.start()]
        alone = re.match(r"$|[的，。,；;!！?？\s]", text[match.end() :])
        if _COMPANY_BEHIND.match(text, match.end()) or (alone and _COMPANY_CONTEXT.search(before)):
            found.append(Entity("employer", match[0], match.start(), match.end()))
    return found


def _is_name(name: str) -> bool:
    """Say whether a phrase names an employer rather than describing one, a place, a time or something else."""
    if len(name) < 2 or name.isdigit() or (_BEGINS_BAD.match(name) and name not in _brand_names()):
        return False
    if _FUNCTION.search(without_brands(name)) or _describes(name) or _city_pattern().fullmatch(name):
        return False
    places = find_places(name)
    return not any(entity.start == 0 and entity.end == len(name) for entity in places)


def _describes(name: str) -> bool:
    """Say whether a phrase is nothing but a place, trades and a suffix: 浦东电子厂, 小型物流公司."""
    if name in _brand_names():
        return False
    return name in lexicon("employers")["generic"] or bool(_vague_pattern().fullmatch(name))


@lru_cache(maxsize=1)
def _legal_pattern() -> re.Pattern[str]:
    return re.compile(
        rf"(?P<core>{_WORD}{{2,36}}?)(?P<form>{alternatives(lexicon('employers')['legal'])})(?:[\u4e00-\u9fff]{{2,6}}分公司)?"
        rf"{_IN_BRACKETS}"
    )


@lru_cache(maxsize=1)
def _form_pattern() -> re.Pattern[str]:
    """Return the pattern of what follows a proper name: trades and a kind of firm, or a kind that is a trade itself."""
    words, parts = lexicon("employers"), lexicon("employer_names")
    trades = [word for word in {*words["trades"], *parts["trades"], *parts["fillers"]} if len(word) > 1]
    firms = alternatives(words["firms"])
    own = r"(?=的?(?:保安|保洁|员工|工人|职工|师傅)|[做当干拖欠派]|上班|开除|辞退)"
    return re.compile(
        rf"(?:{alternatives(trades)}{{1,4}}{firms}|{alternatives(words['institutions'])}|"
        rf"{alternatives(words['service'])}{own}|(?P<plain>(?<=[\u4e00-\u9fff]{{4}})厂(?![房区长里家门商]|妹)))"
        rf"{_IN_BRACKETS}"
    )


@lru_cache(maxsize=1)
def _city_pattern() -> re.Pattern[str]:
    return re.compile(rf"^{alternatives(['上海', *lexicon('employers')['cities']])}市?")


@lru_cache(maxsize=1)
def _describing_pattern() -> re.Pattern[str]:
    return re.compile(alternatives(lexicon("employers")["describing"]))


@lru_cache(maxsize=1)
def _builder_pattern() -> re.Pattern[str]:
    number = r"第?[一二三四五六七八九十\d]{1,3}"
    tail = rf"(?:{number}(?:局|建|冶|航局?|公司|分公司|工程局|工程公司)(?:集团)?)"
    builders = alternatives(lexicon("employers")["builders"])
    return re.compile(rf"{builders}{tail}+")


@lru_cache(maxsize=1)
def _vague_pattern() -> re.Pattern[str]:
    words = lexicon("employers")
    return re.compile(rf"{alternatives(words['trades'] + words['suffixes'])}+(?:里|上|门口)?")


@lru_cache(maxsize=1)
def _brand_names() -> frozenset[str]:
    return frozenset(lexicon("employers")["brands"])


@lru_cache(maxsize=1)
def _brand_pattern() -> re.Pattern[str]:
    return re.compile(alternatives(lexicon("employers")["brands"]))
