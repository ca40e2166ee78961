import type { TestAnswer, TestRequest } from '#server/aws/aws-test-server.ts'

const XML = { 'content-type': 'application/xml' }
const error = (status: number, code: string): TestAnswer => ({
  status,
  headers: XML,
  body: `<Error><Code>${code}</Code><Message>${code}</Message></Error>`,
})

/** An S3 bucket for tests, addressed by path; keys in `failing` are answered with a status and a code. */
export class FakeBucket {
  readonly objects = new Map<string, string>()
  readonly failing = new Map<string, { status: number; code: string }>()
  readonly name: string
  pageSize = 1000

  constructor(name: string) {
    this.name = name
  }

  /** The answer to a listing or to the reading of an object. */
  answer({ path, query }: TestRequest): TestAnswer {
    if (query.get('list-type') === '2') return this.#list(query)
    const key = decodeURIComponent(path).slice(this.name.length + 2)
    const failure = this.failing.get(key)
    if (failure) return error(failure.status, failure.code)
    const body = this.objects.get(key)
    return body === undefined ? error(404, 'NoSuchKey') : { body }
  }

  #list(query: URLSearchParams): TestAnswer {
    const prefix = query.get('prefix') ?? ''
    const after = query.get('continuation-token') ?? query.get('start-after') ?? ''
    const keys = [...this.objects.keys()].filter((key) => key.startsWith(prefix) && key > after).sort()
    if (query.get('delimiter') === '/') {
      const rests = keys.map((key) => key.slice(prefix.length)).filter((rest) => rest.includes('/'))
      const folders = new Set(rests.map((rest) => rest.slice(0, rest.indexOf('/'))))
      return this.#page(
        [...folders].map((name) => `<CommonPrefixes><Prefix>${prefix}${name}/</Prefix></CommonPrefixes>`),
      )
    }
    const page = keys.slice(0, this.pageSize)
    const next = keys.length > page.length ? page.at(-1) : undefined
    return this.#page([
      ...page.map((key) => `<Contents><Key>${key}</Key><Size>1</Size></Contents>`),
      next === undefined ? '' : `<NextContinuationToken>${next}</NextContinuationToken>`,
    ])
  }

  #page(items: string[]): TestAnswer {
    return { headers: XML, body: `<ListBucketResult>${items.join('')}</ListBucketResult>` }
  }
}
