/** What English calls the districts that popup stores are known for; a Map, since a host may write anything. */
const names: ReadonlyMap<string, string> = new Map([
  ["성수", "Seongsu"],
  ["한남", "Hannam"],
  ["홍대", "Hongdae"],
  ["연남", "Yeonnam"],
  ["합정", "Hapjeong"],
  ["망원", "Mangwon"],
  ["신촌", "Sinchon"],
  ["이태원", "Itaewon"],
  ["용산", "Yongsan"],
  ["명동", "Myeongdong"],
  ["을지로", "Euljiro"],
  ["종로", "Jongno"],
  ["북촌", "Bukchon"],
  ["서촌", "Seochon"],
  ["여의도", "Yeouido"],
  ["문래", "Mullae"],
  ["강남", "Gangnam"],
  ["신사", "Sinsa"],
  ["압구정", "Apgujeong"],
  ["청담", "Cheongdam"],
  ["잠실", "Jamsil"],
]);

/** A district's English name, or as its host has written it. */
export function englishDistrict(written: string): string {
  return names.get(written) ?? written;
}
