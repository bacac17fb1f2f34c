"""Fold a text into one spelling for recognition, character by character.

The folded text has the length of the text itself, so that every place found in the one is a place
in the other. Digits and Latin letters become half-width, punctuation full-width, and the
traditional characters of the words that are recognized become simplified ones.
"""

from __future__ import annotations

import re
from functools import lru_cache

_WIDE = {code: code - 0xFEE0 for code in range(0xFF10, 0xFF5B)}  # ０-９ Ａ-Ｚ ａ-ｚ and between
_MARKS = {
    "％": "%",
    "﹪": "%",
    "．": ".",
    "﹒": ".",
    ";": "；",
    "；": "；",
    "：": "：",
    "？": "？",
    "!": "！",
    "(": "（",
    ")": "）",
    "[": "［",
    "]": "］",
    "［": "［",
    "］": "］",
    "〈": "《",
    "〉": "》",
    "「": "“",
    "」": "”",
    "『": "‘",
    "』": "’",
    "﹔": "；",
    "﹕": "：",
    "﹐": "，",
    "﹑": "、",
    "∶": "：",
    "－": "-",
    "–": "-",
    "―": "—",
    "─": "—",
    "～": "~",
    "〜": "~",
    "＋": "+",
    "\u3000": " ",
    "\u00a0": " ",
    "㎡": "㎡",
}
# Two rows of one length: the traditional characters, and the simplified ones in their places.
_TRADITIONAL = (
    "個項條處萬億餘約達於過圍際實現關產業務發電動運輸環個戶門間開設備資財費員會廳區縣鎮鄉鐵總"
    "統領導牽頭責單協參與負組織幹部領檢檔標準類種臺條張幅幢棟輛艘場課講冊塊顆對歲歷曆歸後從來"
    "為無長強擴擬減壓縮縣穩並應該鞏固優質創辦構樹徵採購買賣貫徹簡請詢諮論證認識計訂訓記許評試"
    "詳誠調談進遠適遷遞選還連週邊邁鄰釋銀錄鋼鍵鏈鐘鑒閉閱隊階際險隨隱雙雜離難雲靈靜響頂順須預"
    "頒頻題願顧風飛館馬駐騎驗體魚鮮麗麥黃點黨齊齡龍龐萊蓋藝藥蘇號蟲裝裏補複覆見規視覺覽觀觸"
    "啟國圖團園執報壇壯壽夠夢奪獎婦學孫寧審寫寬寶專將尋導層屬島嶺峽幣幫廣廢彙徑復慶態慣憲懷戰"
    "戲據擁擇擊擔撥擾撲攔攜攝敗敵數斷時晉晝暫曉書樂樓樞橋機權歡殘殺氣決沒況洩淨淺測渦湯準溝滅"
    "滬滯滿漁漢漲潔澤濕濟濤瀏灣災煙煩燈燒營爐爭牆狀獨獲環瓊甌畢畫異療瘋癥盡監盤礦礎禮禍稅積穫"
    "競筆節範築籌糧紀約紅納純級細終結絕給絡維網緊線練緩編緣總績繞繳繼續纜罰職聯聲聽肅腦臨舉舊"
    "艙莊營薦處虛蝕衛衝裝製誤說課護讀變讓貧責貢貴貸貿賞賦質賴趕跡軍軌軟較載輔輕輪輯轉農遊遺郵"
    "醫釀鋪錢錯鍋鎖門閘閣闢隸雖驅驟鬆鬥鬧鹽麵黴爲衆産専亞倉傳傷價儀兒內兩凍劃劇劉劑勞勢勵匯醜"
    "頃參號嗎嘗嚴圓場塵墊壘夾奧妝姍娛嬰孿宮屆岡崗崢嶄帥師帳帶幾庫廟廠廚張彈彌後徑徹惡惱愛愜慘"
)
_SIMPLIFIED = (
    "个项条处万亿余约达于过围际实现关产业务发电动运输环个户门间开设备资财费员会厅区县镇乡铁总"
    "统领导牵头责单协参与负组织干部领检档标准类种台条张幅幢栋辆艘场课讲册块颗对岁历历归后从来"
    "为无长强扩拟减压缩县稳并应该巩固优质创办构树征采购买卖贯彻简请询咨论证认识计订训记许评试"
    "详诚调谈进远适迁递选还连周边迈邻释银录钢键链钟鉴闭阅队阶际险随隐双杂离难云灵静响顶顺须预"
    "颁频题愿顾风飞馆马驻骑验体鱼鲜丽麦黄点党齐龄龙庞莱盖艺药苏号虫装里补复覆见规视觉览观触"
    "启国图团园执报坛壮寿够梦夺奖妇学孙宁审写宽宝专将寻导层属岛岭峡币帮广废汇径复庆态惯宪怀战"
    "戏据拥择击担拨扰扑拦携摄败敌数断时晋昼暂晓书乐楼枢桥机权欢残杀气决没况泄净浅测涡汤准沟灭"
    "沪滞满渔汉涨洁泽湿济涛浏湾灾烟烦灯烧营炉争墙状独获环琼瓯毕画异疗疯症尽监盘矿础礼祸税积获"
    "竞笔节范筑筹粮纪约红纳纯级细终结绝给络维网紧线练缓编缘总绩绕缴继续缆罚职联声听肃脑临举旧"
    "舱庄营荐处虚蚀卫冲装制误说课护读变让贫责贡贵贷贸赏赋质赖赶迹军轨软较载辅轻轮辑转农游遗邮"
    "医酿铺钱错锅锁门闸阁辟隶虽驱骤松斗闹盐面霉为众产专亚仓传伤价仪儿内两冻划剧刘剂劳势励汇丑"
    "顷参号吗尝严圆场尘垫垒夹奥妆姗娱婴孪宫届冈岗峥崭帅师帐带几库庙厂厨张弹弥后径彻恶恼爱惬惨"
)
_TABLE: dict[int, str | int] = {
    **_WIDE,
    **{ord(mark): plain for mark, plain in _MARKS.items()},
    **{ord(old): new for old, new in zip(_TRADITIONAL, _SIMPLIFIED, strict=True)},
}
_COMMA = re.compile(r",(?!(?<=\d,)\d{3}(?!\d))")
_WIDE_COMMA = re.compile("(?<=[０-９])，(?=[０-９]{3}(?![０-９]))")
_COLON = re.compile(r":(?!(?<=\d:)\d)")


@lru_cache(maxsize=4096)
def fold(text: str) -> str:
    """The text in one spelling, with every character in its old place.

    >>> fold("约３,300公頃,其中:")
    '约3,300公顷，其中：'
    """
    plain = _WIDE_COMMA.sub(",", text).translate(_TABLE)
    return _COLON.sub("：", _COMMA.sub("，", plain))
