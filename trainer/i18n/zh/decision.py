"""案例的决定作为题目时的说法。"""

MESSAGES = {
    "best": "最好的选择：{option}",
    "redline": "这一步踩了红线 {code}。",
    "frameworks": "相关框架：{codes}",
    "comma": "、",
}
