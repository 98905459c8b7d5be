/** Why stores are recommended; the rows that say so bring it along. */
export const recommendations = {
  title: (name: string) => `${name} 님이 좋아할 팝업`,
  similar: "비슷한 팝업",
  reasons: {
    own: (category: string) => `${category} 팝업을 예약한 적이 있어요`,
    segment: (category: string) => `나와 비슷한 분들이 ${category} 팝업을 더 좋아해요`,
    others: "비슷한 취향의 사람들이 찾는 분야예요",
    everybody: "많은 분들이 찾는 분야예요",
    near: "가까운 곳이에요",
    endsSoon: "곧 예약이 끝나요",
    fresh: "새로 열었어요",
    free: "자리가 넉넉해요",
    popular: "요즘 인기 있는 팝업이에요",
  },
};
