/** Texts under names of its own, as browsers have it. */
export function openStorage(): object {
  const texts: Record<string, string> = Object.create({
    getItem: (name: string) => texts[name] ?? null,
    setItem(name: string, text: string) {
      texts[name] = text;
    },
    removeItem: (name: string) => Reflect.deleteProperty(texts, name),
  });
  return texts;
}
