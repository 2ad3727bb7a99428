"""The emoji a bot may put on a message: Telegram's own list (Bot API, ReactionTypeEmoji)."""

FACES = "🥰 😁 🤔 🤯 😱 🤬 😢 🤩 🤮 🥱 🥴 😍 🤣 🤨 😐 😈 😴 😭 🤓 😇 😨 🤗 🤪 😘 😎 😡"
HANDS = "👍 👎 👏 🙏 👌 🖕 🤝 ✍ 🫡 💅"
HEARTS = "❤ ❤‍🔥 💔 💘 💋"
OTHERS = "🔥 🎉 💩 🕊 🤡 🐳 🌚 🌭 💯 ⚡ 🍌 🏆 🍓 🍾 👻 👨‍💻 👀 🎃 🙈 🎅 🎄 ☃ 🗿 🆒 🙉 🦄 💊 🙊 👾 🤷‍♂ 🤷 🤷‍♀"
REACTIONS = frozenset(" ".join((FACES, HANDS, HEARTS, OTHERS)).split(" "))
