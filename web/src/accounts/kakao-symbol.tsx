const bubble =
  "M9 1.5C4.6 1.5 1 4.3 1 7.8c0 2.2 1.5 4.2 3.7 5.3l-.8 3" +
  "c-.1.3.2.5.4.3L7.9 14l1.1.1c4.4 0 8-2.8 8-6.3S13.4 1.5 9 1.5Z";

/** Kakao's speech bubble, in the colour its design guide allows. */
export function KakaoSymbol() {
  return (
    <svg width="18" height="18" viewBox="0 0 18 18" aria-hidden="true">
      <path fill="#000" d={bubble} />
    </svg>
  );
}
