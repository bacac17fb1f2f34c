"""What the verbs of the genre commit to: a deliverable, a duty, the means to it or its purpose."""

from __future__ import annotations

import re
from typing import Literal

Sense = Literal["milestone", "duty", "either", "none"]

# Words that may stand before the verb of a commitment, and say nothing of its kind.
_ADVERBS = (
    "深入|持续|全面|积极|加快|大力|着力|进一步|有序|逐步|稳步|扎实|切实|不断|常态化|严格|依法依规|依法|科学|统筹"
    "|率先|创新|重点|力争|争取|努力|分别|初步|基本|继续|广泛|充分|有效|主动|认真|定期|滚动|集中|及时|快速|同步"
    "|精准|精心|有力|高质量|高标准|高水平|高起点|系统|协同|合理|适时|择优|共同|严厉|坚决|加紧|抓紧|尽快|完善并"
    "|针对性|因地制宜|分类|分批|分级|分步|更好|更加|加力|提速|着重|深度|按时|如期|按期|全力|牢牢|务必|应当|应|要"
    "|须|必须|需|拟|计划|预计|确保|推动并|每年|每季度|每月|全年|年内|组织|督促|指导|鼓励并|并|还|再|同时|另|新(?![建增开设辟改购招培引型城区能旧兴入签])|城区"
    "|以及|及|与|和|各地|各区|各部门|各单位|各级|稳妥|审慎|探索|试点|实现|安排|牵头|会同|联合|带头|协调|动态"
)
_LEAD_IN = re.compile(rf"^(?:{_ADVERBS})+")

_DONE = (
    "完成|建成|建立健全|建立|构建|编制|编印|编写|制定|制订|制作|修订|修编|修改|出台|印发|发布|公布|打造|创建"
    "|设立|组建|成立|启动|开工|竣工|投用|举办|召开|申报|申建|争创|迁建|新建|改建|扩建|改扩建|新增|增设|增加|上线|开通|开设"
    "|搭建|形成|研究制定|研究提出|起草|汇编|绘制|评选|遴选|选树|认定|命名|授牌|交付|建设运营|引进|招引|招录|招聘|选派"
    "|选拔|引入|入驻|签约|落地|创成|评定|验收|收回|拆除|清零|取缔|关停|关闭|淘汰|消除|清退|腾退|淘汰|迁移|搬迁"
    "|更新改造|改造|整修|修缮|翻新|建好|建造|兴建|实行|推出|展开|检视|改划|公告|提交|开发|研发|培育|布局|筹建|建设"
)
_KEPT = (
    "加强|完善|健全|深化|强化|加快|设定|推进|推动|开展|落实|提升|提高|优化|规范|加大|鼓励|支持|引导|促进|保持|保障|压实|压紧|督促"
    "|打击|整治|做好|做强|做优|做实|做细|做大|拓展|发掘|汇集|实施|坚持|配合|倡导|宣传|培训|监督|检查|排查|排摸|发展"
    "|培养|注重|发挥|用好|管理|服务|推广|推行|践行|维护|巩固|扩大|增强|确保|严控|控制|严格|履行|运用|利用|营造|弘扬"
    "|防范|防止|化解|杜绝|查处|惩处|治理|监测|评估|考核|通报|公开|归集|共享|衔接|整合|统一|简化|压缩|减少|降低|减轻|取消|清理"
    "|下放|承接|允许|适用|试行|转化|吸引|集聚|激发|畅通|打通|保护|传承|挖掘|丰富|扶持|资助|奖励|补助|给予|纳入|建好|抓好|抓实"
    "|办好|解决|满足|服务好|参与|联动|对接|协调|组织|负责|明确|细化|分解|执行|遵守|尊重|关注|聚力|攻坚|突破|培优|壮大|提速|盘活"
    "|用足|加密|补充|更新|配强|配备|配置|养护|修复|恢复|建管|运行|运营|普及|普查|覆盖|应用|采集|梳理|编排|调整|动态调整|持有|探索|创新"
    "|贯彻|树立|统筹|扎实|构筑|筑牢|守住|守牢|严守|兜牢|严惩|严打|严查|严肃|依托|研究|谋划|储备|争取|对标|放宽|放开|免收|免除|减免"
    "|聚焦|释放|对符合|擦亮|讲好|叫响|振兴|繁荣|活跃|回应|受理|办理|处理|处置|收集|征求|听取|选聘|聘请|聘任"
)
_STARTS_DONE = re.compile(rf"^(?:{_DONE})")
_STARTS_KEPT = re.compile(rf"^(?:{_KEPT})")
_ANY = re.compile(rf"(?:{_DONE}|{_KEPT})")

# A deliverable whatever the verb: research, planning, full coverage.
_RESULT = re.compile(
    "全覆盖|全部达到|全部实现|全部建成|全部消除|全面达标|全面完成|全部完成|基本完成|全面建成|初步建成|基本建成|全部达标|清零|动态清零|减半|翻番|翻一番"
    "|创建完成|完成[^，]{0,12}(?:创建|验收|整改|改造|建设)|建成投(?:用|产)|投入(?:使用|运营)|正式(?:运营|启用|开通)|通车"
)
_STUDIED = re.compile(
    r"^(?:推进|开展|推动|启动|组织|加快)[^，]{2,}(?:设计|概念|专题|课题)?(?:研究|规划编制|规划编制工作|编制工作|立法进程|立法)$"
)
_KEEPS_ON = re.compile(r"^(?:制定[^，]*并实施|实施|改造提升|开发利用)")
_BUILD = re.compile(r"^(?:建设|培育|开发|研发|布局|改造|增加|实行|开发)")

_BRINGS = re.compile(
    "贯通|打通|通过|发放|植树|投产|动工|完工|竣工|封顶|入库|达到|争取|力争|竣工|建设|供应|惠及|通车"
)

PURPOSE = re.compile(
    r"^(?:以)?(?:不断|切实|持续|有效|全面|进一步|针对性|努力|更好|充分|最大限度|最大程度|从而)*"
    r"(?:促进|提升|增强|提高|确保|支撑|助力|助推|合力|带动|引领|满足|方便|便利|把[^，]*(?:相?结合|作为)|使|让|为[^，]*(?:提供|奠定|作出|创造|贡献)|避免|防止|杜绝|遏制|防范|惠及|促使|降本|最终|保障[^，]*(?:安全|运行|权益)$|推进整改|发挥[^，]*作用$|营造[^，]*(?:氛围|环境)$|形成[^，]*(?:合力|格局|氛围|局面|闭环)$|实现[^，]*(?:统一|共赢|提升|优化|互补|共享|良性循环)$|拉动|激发)"
)
_FIRM = re.compile(
    "(?<!效)率|比例|占比|比重|水质|浓度|覆盖|指数|满意度|得分|排名|数量|达标|清零|销号"
)

LEADING_IN = re.compile(
    r"^(?:(?:要|进一步|同时|并|一方面|另一方面|充分|紧紧|积极|深入|严格|全面|坚决)*(?:以[^，]{1,40}(?:为|契机|引领|牵引|抓手)"
    r"|结合|依托|聚焦|坚持|针对|围绕|通过|按照|根据|借助|立足|面向|着眼|紧扣|紧盯|紧抓|瞄准|锚定|对标|对照|遵循|本着|适应|顺应|利用|运用|发挥|抓住|抢抓|把握|依据|依照|借鉴"
    r"|参照|基于|鉴于|随着|经过|经(?=[^，]{2,12}(?:后|同意|批准)$)|在[^，]*(?:基础上|前提下|过程中|同时|的情况下|方面|领域|中|下|内)$|自[^，]*起$|从[^，]*起$|自[^，]*之日起|除[^，]*外$|对[^，]*的$|凡[^，]*的$|为[^，]*$|把[^，]*作为[^，]*$|与[^，]*(?:相适应|相衔接)$|统筹考虑))"
)


def bare(words: str) -> str:
    """Words without the adverbs before their verb."""
    return _LEAD_IN.sub("", words)


def sense(words: str) -> tuple[Sense, bool]:
    """What words commit to by their verb, and whether a person should confirm it.

    >>> sense("加快建立常态化检查机制")
    ('milestone', False)
    """
    if _RESULT.search(words):
        return "milestone", False
    plain = bare(words)
    for each in (words, plain):
        if _STUDIED.match(each):
            return "milestone", False
    if _KEEPS_ON.match(plain):
        return "duty", bool(re.match("制定", plain))
    if re.match("^(?:探索|推动|加快|力争|争取)*(?:建立|打造|构建|设立|组建|建成)", words):
        return "milestone", False
    if _STARTS_DONE.match(plain):
        return "milestone", bool(_BUILD.match(plain))
    if _STARTS_KEPT.match(plain):
        return "duty", False
    if _STARTS_KEPT.match(words):
        return "duty", False
    return "none", False


def has_verb(words: str) -> bool:
    """Whether any verb of the genre stands in words."""
    return bool(_ANY.search(words) or _RESULT.search(words) or _BRINGS.search(words))


def is_purpose(words: str) -> bool:
    """Whether words behind a commitment say what it is for, rather than commit to more."""
    return bool(PURPOSE.match(words)) and not _FIRM.search(words)


_OWN_VERB = re.compile(
    "[^，]{4,}(?:开展|实施|推进|推动|加强|完善|建立|健全|提升|提高|打造|汇集|制定|落实|强化|形成|实现|加快|构建|设定|组织|优化|编制|出台|拓展|建设)(?![^，]{0,3}$)(?![^，]*(?:的|要求|部署|安排|任务|原则|基础上|行动|方案|平台|为重点|为核心|为目标|机遇|契机)$)"
)


def is_lead_in(words: str) -> bool:
    """Whether words before a commitment say how or where, rather than commit to something."""
    return bool(LEADING_IN.match(words)) and not _OWN_VERB.match(words)
