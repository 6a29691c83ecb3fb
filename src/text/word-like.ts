/**
 * Whether a text could be a word of everyday language, by the letters that stand side by side in it. "goat" could be,
 * "gteo" could not: somebody who typed the first may have meant it, and the second is a slip.
 */
export function isWordLike(text: string): boolean {
  if (!/^[a-z]{3,}$/.test(text)) return false
  if (!first.has(text.slice(0, 2)) || !last.has(text.slice(-2))) return false
  for (let at = 1; at < text.length - 2; at++) if (!inside.has(text.slice(at, at + 2))) return false
  return true
}

/** `abc` stands for the pairs ab and ac. Counted in English prose: pairs in one of 1000 words, or at its ends in one of 1700. */
function pairsOf(groups: string): ReadonlySet<string> {
  return new Set(groups.split(' ').flatMap((group) => [...group.slice(1)].map((second) => `${group[0]}${second}`)))
}

const first = pairsOf(
  'abcdfgilmnprstuvw baeiloruy caehiloru daeioruy eacdflmnqrsvx faeiloru geiloruz haeiotuy idgmnst jaou ' +
    'kein laeiou maeiou naeou obcflnprtuvw paeiloru qu raeiou sacehiklmnoprtuy taehioruwy unprst vaeiou ' +
    'waehior yaeio ze',
)

const inside = pairsOf(
  'abcdfgijklmnprstuvwxy baceijlmorsuy cacehiklorstuy dadegilorsuwy eabcdefghijlmnopqrstvwxy ' +
    'faefilortuy gaeghilmnorsu haeilmortuy iabcdefgklmnoprstvxz jaeiosu kaeinst labcdefilopstuvy ' +
    'mabeilmopsu nabcdefgijklmnopstuvy oabcdefgijklmnoprstuvwy padehilmoprstuy qu rabcdefgiklmnoprstuvwy ' +
    'sacefhiklmnopstuwy tacdefhiloprstuwy uabcdefgilmnoprst vaeio waehinors xaceipt yaeilmnopstw zaeio',
)

const last = pairsOf(
  'adglmnprstwxy bs cehksty desy eacdeflmnprstwxy fefoty gehnos haety iacdglmnprstx js kes ldefilosty ' +
    'maelops ncdegkostvy obdgklmnoprstw pemost radekmnosty saehkmnost taehosy ubegilmnprst ve wns xt ys ' +
    'ze',
)
