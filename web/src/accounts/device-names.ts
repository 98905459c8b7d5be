import type { Device } from "../../../shared/accounts.ts";

/** Names are the same in every language; of what is not known there is none. */
export const browserNames: Record<Device["browser"], string> = {
  chrome: "Chrome",
  safari: "Safari",
  firefox: "Firefox",
  edge: "Edge",
  samsung: "Samsung Internet",
  whale: "Whale",
  kakaotalk: "KakaoTalk",
  other: "",
};
export const systemNames: Record<Device["system"], string> = {
  android: "Android",
  ios: "iOS",
  windows: "Windows",
  macos: "macOS",
  linux: "Linux",
  other: "",
};
