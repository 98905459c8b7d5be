/** Districts that popup stores are known for, to choose from; a host may write any other. */
export const knownDistricts = [
  ..."성수 한남 홍대 연남 합정 망원 신촌 이태원 용산 명동 을지로".split(" "),
  ..."종로 북촌 서촌 여의도 문래 강남 신사 압구정 청담 잠실".split(" "),
];
