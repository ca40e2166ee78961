import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { argumentsOf, code, properties, regionOf } from './remedy.ts'

/** An expression of HCL. */
const hole = (text: string) => `$\{${text}}`

describe('properties', () => {
  it('writes YAML that reads back as what was meant', () => {
    const values = { Name: 'a', Tags: [{ Key: 'k', Value: hole('x') }], Vpc: { Ids: ['a', 'b'], On: true } }
    expect(parse(properties('AWS::Lambda::Function', values))).toEqual({
      Type: 'AWS::Lambda::Function',
      Properties: values,
    })
  })

  it('keeps any text in its place', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(parse(properties('T', { Name: text, Last: 1 })).Properties).toEqual({ Name: text, Last: 1 })
      }),
    )
  })
})

describe('argumentsOf', () => {
  it('writes arguments and blocks', () => {
    const hcl = argumentsOf('aws_x', {
      name: 'a',
      count: 2,
      'vpc_config {}': { ids: ['s'] },
      by: code('var.y'),
    })
    expect(hcl).toBe(
      [
        'resource "aws_x" "this" {',
        '  name = "a"',
        '  count = 2',
        '  vpc_config {',
        '    ids = ["s"]',
        '  }',
        '  by = var.y',
        '}',
      ].join('\n'),
    )
  })

  it.each([
    [hole('file("/etc/passwd")'), `"$${hole('file(\\"/etc/passwd\\")')}"`],
    ['%{if true}', '"%%{if true}"'],
    ['$5 and 50%', '"$5 and 50%"'],
    ['a\bb\\b', '"a\\u0008b\\\\b"'],
  ])('takes no expression from %j', (text, quoted) => {
    expect(argumentsOf('aws_x', { name: text })).toContain(`  name = ${quoted}\n`)
  })
})

describe('regionOf', () => {
  it.each([
    ['eu-west-1', '--region eu-west-1'],
    ['global', '--region us-east-1'],
    ['a;reboot', "--region 'a;reboot'"],
  ])('says where %s is', (region, option) => {
    expect(regionOf({ region })).toBe(option)
  })
})
