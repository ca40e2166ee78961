const SCRIPT = /\.[cm]?js$/
/** No person writes a script this long. */
const BUNDLE_FROM_CHARACTERS = 400_000
/** What esbuild, webpack, Rollup and ncc leave in what they make, minified or not. */
const MARKS =
  /^\/\/ (?:\.\.\/)*node_modules\/|\b__commonJS\b|\b__toESM\b|\b__webpack_require__\b|\b__nccwpck_require__\b|\bcommonjsGlobal\b|\w\|\|\w{1,3}\(\(\w{1,3}=\{exports:\{\}\}\)\.exports,/m

/** Whether a script was made of several, with packages in it that are named nowhere. */
export function isBundle(path: string, text: string): boolean {
  return SCRIPT.test(path) && (text.length >= BUNDLE_FROM_CHARACTERS || MARKS.test(text))
}
