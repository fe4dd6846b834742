/** Common emoji by the word that replaces them; each word works within a sentence and alone. */
const EMOJI: Record<string, string> = {
  happy: '😀😃😄😁😊🙂☺😇🤗😸😺🥲😌',
  hilarious: '😂🤣😆😹',
  fun: '😅😜😝😛🤪😋🎉🥳🎊🕺💃🎈',
  wonderful: '😍🥰🤩😻💖💗💓💞💕💘💝',
  lovely: '❤🧡💛💚💙💜🤎🖤🤍♥💟❣😘😗😙😚🌹💐🌸🌺🌷🌈🫶🤟💋🩷🩵🩶🫰😽',
  great: '👍👌🙌💪🤘🆒🙏😎✌🤙✔✅🆗👊🤝🫡🤌',
  brilliant: '👏🔥💯🏆🥇🎖🏅✨💎👑🚀🤯⚡💥🌟🎯🔝🐐',
  good: '😉😏☀🌞🍀☘🎁',
  emotional: '😭🥹', // with joy as often as with sorrow
  sad: '😢😿😥☹🙁😞😔😟🥺😪😕',
  disappointing: '😩😫😖😣😓😒🤦🫤🙎📉',
  annoying: '🙄😤😑😐🤷🫠🙃🤡😬',
  terrible: '😡😠🤬👿😾💩🖕🗑☠💀⛔🚫❌🤮🤢😱🚮',
  awful: '👎💔😵',
  boring: '😴🥱💤😶',
};

/** Maps emoji to words. */
export const EMOJI_WORDS: ReadonlyMap<string, string> = new Map(
  Object.entries(EMOJI).flatMap(([word, emoji]) => [...emoji].map((one) => [one, word] as const)),
);
