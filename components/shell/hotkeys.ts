const SEQUENCE_MS = 900

/** True where the keyboard belongs to what is focused: text fields, selects, menus, open dialogs. */
export function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false
  return (
    target.isContentEditable ||
    /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName) ||
    target.closest('[role="menu"],[role="dialog"][data-modal],[cmdk-root]') !== null
  )
}

/** Says which binding a key completes: "?" or, after g within 0.9 s, "g a". Keeps what was pressed before. */
export function keySequence(now: () => number = Date.now): (key: string) => string[] {
  let before: { key: string; at: number } | null = null
  return (key) => {
    const at = now()
    const found = before && at - before.at < SEQUENCE_MS ? [`${before.key} ${key}`, key] : [key]
    before = { key, at }
    return found
  }
}
