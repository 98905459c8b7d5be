/**
 * Names as somebody would write them who wants to do something in other people's pages. Whatever gets out of its text
 * calls `planted`, or leaves an element with `data-planted`.
 */
export const hostileTexts = [
  "<script>planted()</script>",
  "<img src=x data-planted onerror=planted()>",
  `"><svg data-planted onload=planted()>`,
  `' data-planted autofocus onfocus='planted()`,
  `" data-planted autofocus onfocus="planted()`,
  "</script><script>planted()</script>",
  "</title><img src=x data-planted onerror=planted()>",
  "</textarea></style><b data-planted>",
  "<!--<img src=x data-planted onerror=planted()>",
  "]]><b data-planted onclick=planted()>",
  `<a data-planted href="javascript:planted()">`,
  "javascript:planted()",
  "&lt;img src=x data-planted onerror=planted()&gt;",
  "\\u003cimg src=x data-planted onerror=planted()>",
  // biome-ignore lint/suspicious/noTemplateCurlyInString: that is what somebody would try
  "${planted()}{{constructor.constructor('planted()')()}}",
  "'-planted()-'",
  "\u2028planted()\u2029",
  "\u202e<b data-planted>",
  `<iframe srcdoc="<script>parent.planted()</script>">`,
  "<base data-planted href=//evil.example>",
] as const;
