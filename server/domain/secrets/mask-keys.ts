/** Stands between two texts, and in none of them. */
const SEAM = '\u0000'
const BLOCK =
  /-----BEGIN (?:[A-Z0-9]{1,12} ){0,3}PRIVATE KEY(?: BLOCK)?-----[\s\S]*?(?:-----END (?:[A-Z0-9]{1,12} ){0,3}PRIVATE KEY(?: BLOCK)?-----|$)/g

/**
 * Texts that follow each other, as the lines of a log do, without the private keys that stand across them: from where one
 * begins to where it ends, to the last text if it does not end. `masked` counts the keys.
 */
export function maskKeys(texts: readonly string[]): { texts: string[]; masked: number } {
  let masked = 0
  const whole = texts.map((text) => text.replaceAll(SEAM, ' ')).join(SEAM)
  const without = whole.replace(BLOCK, (block) => {
    masked += 1
    return block
      .split(SEAM)
      .map(() => '[private-key]')
      .join(SEAM)
  })
  return { texts: texts.length === 0 ? [] : without.split(SEAM), masked }
}
