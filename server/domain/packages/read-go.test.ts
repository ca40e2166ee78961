import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { goProgram } from './go-program-for-test.ts'
import { GoBuildInfo } from './read-go.ts'

const MODULES = [
  'path\texample.com/shop',
  'mod\texample.com/shop\t(devel)\t',
  'dep\tgolang.org/x/net\tv0.7.0\th1:abc=',
  'dep\tgithub.com/old/name\tv1.0.0',
  '=>\tgithub.com/new/name\tv1.1.0+incompatible\th1:def=',
  'dep\texample.com/local\tv0.0.0',
  '=>\t./local\t(devel)\t',
  'build\t-compiler=gc',
].join('\n')
const FOUND = ['stdlib 1.21.3', 'golang.org/x/net 0.7.0', 'github.com/new/name 1.1.0+incompatible']

function read(bytes: Buffer, size = bytes.length) {
  const info = new GoBuildInfo()
  for (let at = 0; at < bytes.length; at += size) if (info.push(bytes.subarray(at, at + size))) break
  return info.packages()?.map(({ name, version }) => `${name} ${version}`)
}

describe('a Go program', () => {
  it('names its modules, what stands in for them, and its Go', () => {
    expect(read(goProgram('go1.21.3', MODULES))).toEqual(FOUND)
  })

  it('may come in pieces of any size', () => {
    const program = goProgram('go1.21.3', MODULES)
    fc.assert(
      fc.property(fc.integer({ min: 1, max: program.length }), (size) => {
        expect(read(program, size)).toEqual(FOUND)
      }),
    )
  })

  it('that can read others’ build information holds its mark twice', () => {
    const decoy = Buffer.from(
      '\xff Go buildinf:\x08\x02 and then something else entirely, for a while\x05',
      'latin1',
    )
    expect(read(Buffer.concat([decoy, goProgram('go1.21.3', MODULES)]))).toEqual(FOUND)
  })

  it.each([
    ['go1.22rc1', ['stdlib 1.22.0-rc.1']],
    ['go1.20', ['stdlib 1.20']],
    ['devel go1.23-abc', []],
  ])('built by %s has that library', (version, found) => {
    expect(read(goProgram(version, 'path\tx'))).toEqual(found)
  })

  it('is none where it is something else, whatever it is', () => {
    expect(read(Buffer.from('\x7fELF something in C'))).toBeUndefined()
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), fc.integer({ min: 1, max: 50 }), (bytes, size) => {
        read(Buffer.concat([Buffer.from('\xff Go buildinf:', 'latin1'), bytes]), size)
      }),
    )
  })
})
