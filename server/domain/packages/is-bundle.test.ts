import { describe, expect, it } from 'vitest'
import { isBundle } from './is-bundle.ts'

describe('a script', () => {
  it.each([
    ['of esbuild', '"use strict";\n// node_modules/lodash/lodash.js\nvar x = 1'],
    ['of esbuild above its folder', '// ../../node_modules/lodash/lodash.js\n'],
    [
      'of esbuild, minified',
      'var a=(e,t)=>()=>(t||e((t={exports:{}}).exports,t),t.exports);var b=a((c,d)=>{});',
    ],
    ['of webpack', '(()=>{var r={};function n(e){}n.r=__webpack_require__})()'],
    ['of ncc', 'module.exports = __nccwpck_require__(12)'],
    ['of Rollup', 'var commonjsGlobal = typeof globalThis'],
    ['that is very long', 'a'.repeat(500_000)],
  ])('%s is a bundle', (_, text) => {
    expect(isBundle('index.mjs', text)).toBe(true)
  })

  it.each([
    [
      'by a person',
      'index.js',
      "import { S3 } from '@aws-sdk/client-s3'\nexport const handler = async () => {}\n",
    ],
    ['in another language', 'app.py', '// node_modules/lodash/lodash.js'],
  ])('%s is none', (_, path, text) => {
    expect(isBundle(path, text)).toBe(false)
  })
})
