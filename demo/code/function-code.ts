import type { FunctionSpec } from '#demo/estate/model.ts'
import { hash32, hexFrom } from '#demo/estate/prng.ts'
import { writeZip, type ZipFile } from './write-zip.ts'

const json = (value: unknown) => `${JSON.stringify(value, null, 2)}\n`

/** Every fifth function has packages with known faults; the others have their successors. */
const isOld = ({ arn }: FunctionSpec) => hash32(arn, 'packages') % 5 === 0
const hasSecret = ({ arn }: FunctionSpec) => hash32(arn, 'secret in code') % 9 === 0

/** The zip of a function: an entry point, its packages, and now and then a secret. The same as long as the function is. */
export function functionCode(fn: FunctionSpec): Buffer {
  const runtime = fn.runtime ?? ''
  if (runtime.startsWith('python')) return writeZip(python(fn))
  if (runtime.startsWith('java')) return writeZip(java(fn))
  if (runtime.startsWith('dotnet')) return writeZip(dotnet(fn))
  if (runtime.startsWith('ruby')) return writeZip(ruby(fn))
  if (runtime.startsWith('go') || runtime.startsWith('provided')) return writeZip(go(fn))
  return writeZip(node(fn))
}

/** The zip of a layer version. */
export function layerCode(name: string): Buffer {
  return writeZip([npm('axios', name === 'shared-utils' ? '0.21.1' : '1.7.9', 'nodejs/')])
}

const npm = (name: string, version: string, root = ''): ZipFile => ({
  path: `${root}node_modules/${name}/package.json`,
  content: json({ name, version, main: 'index.js' }),
})

function node(fn: FunctionSpec): ZipFile[] {
  const source = `export async function handler(event) {\n  return { statusCode: 200, body: JSON.stringify(event) }\n}\n`
  return [
    { path: 'index.mjs', content: source },
    { path: 'package.json', content: json({ name: fn.name, version: '1.0.0', type: 'module' }) },
    npm('lodash', isOld(fn) ? '4.17.20' : '4.17.21'),
    npm('@aws-lambda-powertools/logger', '2.11.0'),
    { path: 'node_modules/.bin/lodash', content: '../lodash/index.js', mode: 0o120777 },
    ...(hasSecret(fn) ? [{ path: 'config/payment.json', content: json({ apiKey: stripeKey(fn) }) }] : []),
  ]
}

function python(fn: FunctionSpec): ZipFile[] {
  const version = isOld(fn) ? '2.19.0' : '2.32.3'
  const wheel = `requests-${version}.dist-info`
  const secret = hasSecret(fn) ? `STRIPE_API_KEY = "${stripeKey(fn)}"\n\n\n` : ''
  return [
    { path: 'app.py', content: `${secret}def handler(event, context):\n    return {"statusCode": 200}\n` },
    { path: 'requests/__init__.py', content: `__version__ = "${version}"\n` },
    {
      path: `${wheel}/METADATA`,
      content: `Metadata-Version: 2.1\nName: requests\nVersion: ${version}\n\nHTTP for humans.\n`,
    },
    { path: `${wheel}/RECORD`, content: `requests/__init__.py,,\n${wheel}/METADATA,,\n${wheel}/RECORD,,\n` },
  ]
}

function java(fn: FunctionSpec): ZipFile[] {
  const jar = (group: string, artifact: string, version: string): ZipFile => ({
    path: `lib/${artifact}-${version}.jar`,
    content: writeZip([
      {
        path: `META-INF/maven/${group}/${artifact}/pom.properties`,
        content: `groupId=${group}\nartifactId=${artifact}\nversion=${version}\n`,
      },
    ]),
  })
  return [
    { path: 'example/Handler.class', content: Buffer.from('cafebabe', 'hex') },
    jar('org.apache.logging.log4j', 'log4j-core', isOld(fn) ? '2.14.1' : '2.24.3'),
    jar('com.amazonaws', 'aws-lambda-java-core', '1.2.3'),
  ]
}

function dotnet(fn: FunctionSpec): ZipFile[] {
  const version = isOld(fn) ? '12.0.1' : '13.0.3'
  const libraries = {
    [`${fn.service}/1.0.0`]: { type: 'project' },
    [`Newtonsoft.Json/${version}`]: { type: 'package' },
  }
  return [{ path: `${fn.service}.deps.json`, content: json({ libraries }) }]
}

function ruby(fn: FunctionSpec): ZipFile[] {
  const version = isOld(fn) ? '2.2.3' : '3.1.8'
  const lock = `GEM\n  remote: https://rubygems.org/\n  specs:\n    rack (${version})\n\nPLATFORMS\n  ruby\n`
  return [
    { path: 'app.rb', content: 'def handler(event:, context:)\n  { statusCode: 200 }\nend\n' },
    { path: 'Gemfile.lock', content: lock },
  ]
}

/** A program with no more in it than Go's word on how it was built. */
function go(fn: FunctionSpec): ZipFile[] {
  const modules = `path\texample.com/app\ndep\tgolang.org/x/net\t${isOld(fn) ? 'v0.7.0' : 'v0.39.0'}\t\n`
  const text = (bytes: Buffer) => Buffer.concat([Buffer.from([bytes.length]), bytes])
  const sentinel = Buffer.alloc(16, 0x30)
  const program = Buffer.concat([
    Buffer.from('\x7fELF', 'latin1'),
    Buffer.alloc(96 * 1024),
    Buffer.from('\xff Go buildinf:\x08\x02', 'latin1'),
    Buffer.alloc(16),
    text(Buffer.from('go1.24.2')),
    text(Buffer.concat([sentinel, Buffer.from(modules), sentinel])),
  ])
  return [{ path: 'bootstrap', content: program, mode: 0o100755 }]
}

/** Made up, and of the form of a real one. */
const stripeKey = (fn: FunctionSpec) => `sk_live_${hexFrom(24, fn.arn, 'stripe in code')}`
