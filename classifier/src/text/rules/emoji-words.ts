/** Common emoji and what they say, in words that mean the same in a sentence and alone. */
const EMOJI: Record<string, string> = {
  happy: '😀😃😄😁😊🙂☺😇🤗😸😺🥲😌',
  hilarious: '😂🤣😆😹',
  fun: '😅😜😝😛🤪😋🎉🥳🎊🙃🕺💃🎈',
  wonderful: '😍🥰🤩😻💖💗💓💞💕💘💝',
  lovely: '❤🧡💛💚💙💜🤎🖤🤍♥💟❣😘😗😙😚🌹💐🌸🌺🌷🌈🫶🤟💋',
  great: '👍👌🙌💪🤘🆒🙏😎✌🤙✔✅🆗👊🤝🫡',
  brilliant: '👏🔥💯🏆🥇🎖🏅✨💎👑🚀💫🤯⚡💥🌟🎯🔝',
  good: '😉😏☀🌞🍀☘🎁',
  sad: '😢😭😿😥☹🙁😞😔😟🥺😪😕',
  disappointing: '😩😫😖😣😓😒🤦🫤🙎📉',
  annoying: '🙄😤😑😐🤷🫠',
  terrible: '😡😠🤬👿😾💩🖕🗑☠💀⛔🚫❌🤮🤢😱🚮',
  awful: '👎💔😵',
  boring: '😴🥱💤😶',
};

/** The word of each emoji that has one. */
export const EMOJI_WORDS: ReadonlyMap<string, string> = new Map(
  Object.entries(EMOJI).flatMap(([word, emoji]) => [...emoji].map((one) => [one, word] as const)),
);
