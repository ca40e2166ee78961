import { access, readFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { startTestAws, type TestAws } from '#server/aws/aws-test-server.ts'
import { isCodeAddress, withDownloaded } from './download-code.ts'

describe('an address of code', () => {
  it.each([
    [
      'https://awslambda-eu-west-1-tasks.s3.eu-west-1.amazonaws.com/snapshots/1/x?X-Amz-Signature=1',
      'aws',
      true,
    ],
    ['https://prod-04-2014-tasks.s3.us-east-1.amazonaws.com/x', 'aws', true],
    ['https://s3.eu-west-1.amazonaws.com/awslambda/x', 'aws', true],
    ['https://tasks.s3-us-west-2.amazonaws.com/x', 'aws', true],
    ['https://tasks.s3.cn-north-1.amazonaws.com.cn/x', 'aws-cn', true],
    ['https://tasks.s3.cn-north-1.amazonaws.com.cn/x', 'aws', false],
    ['https://tasks.s3.us-gov-west-1.amazonaws.com/x', 'aws-us-gov', true],
    ['https://tasks.s3.eusc-de-east-1.amazonaws.eu/x', 'aws-eusc', true],
    ['https://tasks.vpce-1a2b.s3.eu-west-1.vpce.amazonaws.com/x', 'aws', true],
    ['http://tasks.s3.eu-west-1.amazonaws.com/x', 'aws', false],
    ['https://tasks.s3.eu-west-1.amazonaws.com.evil.example/x', 'aws', false],
    ['https://evil.example/s3.amazonaws.com', 'aws', false],
    ['https://evil-s3.amazonaws.com/x', 'aws', false],
    ['https://user:pass@tasks.s3.eu-west-1.amazonaws.com/x', 'aws', false],
    ['https://tasks.s3.eu-west-1.amazonaws.com:8443/x', 'aws', false],
    ['https://169.254.169.254/latest/meta-data', 'aws', false],
    ['file:///etc/passwd', 'aws', false],
    ['not an address', 'aws', false],
  ])('%s in %s: %s', (address, partition, isOne) => {
    expect(isCodeAddress(address, partition, undefined)).toBe(isOne)
  })

  it('is one of the host that stands in for AWS, where one does', () => {
    expect(isCodeAddress('http://127.0.0.1:4566/x', 'aws', 'http://127.0.0.1:4566')).toBe(true)
    expect(isCodeAddress('http://127.0.0.1:4567/x', 'aws', 'http://127.0.0.1:4566')).toBe(false)
    expect(isCodeAddress('https://t.s3.eu-west-1.amazonaws.com/x', 'aws', 'http://127.0.0.1:4566')).toBe(
      false,
    )
  })
})

describe('a download', () => {
  let aws: TestAws
  let kept = ''
  const never = new AbortController().signal
  const work = async (path: string) => {
    kept = path
    return readFile(path, 'utf8')
  }
  const isGone = () =>
    access(dirname(kept)).then(
      () => false,
      () => true,
    )
  beforeEach(async () => {
    kept = ''
    aws = await startTestAws(() => ({ body: 'zip' }))
  })
  afterEach(() => aws.close())

  it('is handed on as a file that is gone afterwards', async () => {
    expect(await withDownloaded(aws.url, never, work)).toBe('zip')
    expect(await isGone()).toBe(true)
  })

  it('is gone also where what reads it throws', async () => {
    const broken = async (path: string) => {
      kept = path
      throw new Error('broken')
    }
    await expect(withDownloaded(aws.url, never, broken)).rejects.toThrow('broken')
    expect(await isGone()).toBe(true)
  })

  it.each([
    [
      'leads elsewhere',
      { status: 302, headers: { location: 'http://169.254.169.254/' }, body: '' },
      /elsewhere/,
    ],
    [
      'is refused',
      { status: 403, body: '<Error>signature AKIA</Error>' },
      /^S3 refused the download \(HTTP 403\)$/,
    ],
    ['is cut off', 'truncate', /broke off/],
    ['is dropped', 'drop', /broke off/],
    ['is too large', { body: 'x'.repeat(2000) }, /larger than/],
  ] as const)('that %s fails with a word that holds no address', async (_, answer, word) => {
    aws.answer = () => answer
    const address = `${aws.url}/code?X-Amz-Signature=secret`
    const failure = await withDownloaded(address, never, work, 1000).catch((error: Error) => error)
    expect(failure).toMatchObject({ name: 'DownloadFailed', message: expect.stringMatching(word) })
    expect(String(failure)).not.toContain('secret')
    expect(kept).toBe('')
    expect(aws.requests).toHaveLength(1)
  })
})
