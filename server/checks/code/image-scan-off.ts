import { defineCheck } from '#server/checks/define-check.ts'
import { argumentsOf, properties, regionOf } from '#server/checks/remedy.ts'
import { pass, unknown, unseen } from '#server/checks/secrets/verdicts.ts'
import type { Surroundings } from '#server/domain/posture/surroundings.ts'
import type { ImageRepositoryRecord } from '#server/domain/records/image-repository-record.ts'
import { shellWord } from '#server/domain/text.ts'
import type { Verdict } from '#server/domain/verdict.ts'
import { unusedRepository } from './unused-repository.ts'

function evaluate(record: ImageRepositoryRecord, around: Surroundings): Verdict {
  const { scanOnPush, registryScanning } = record
  const unused = unusedRepository(record, around)
  if (unused) return unused
  if (scanOnPush.state === 'known' && scanOnPush.value) return pass({ label: 'Scan on push', value: 'on' })
  if (registryScanning.state === 'known' && registryScanning.value === 'ENHANCED')
    return pass({ label: 'Scanning of the registry', value: 'enhanced, by Amazon Inspector' })
  const hidden = unseen('Scan on push', scanOnPush) ?? unseen('Scanning of the registry', registryScanning)
  if (hidden) return hidden
  if (scanOnPush.state !== 'known') return unknown('Whether images are scanned is not known.')
  return {
    state: 'fail',
    severity: 'medium',
    summary: 'Images that functions run are scanned neither when they are pushed nor later.',
    evidence: [
      { label: 'Scan on push', value: 'off' },
      {
        label: 'Scanning of the registry',
        value: registryScanning.state === 'known' ? registryScanning.value : 'none',
      },
    ],
  }
}

export const imageScanOff = defineCheck({
  id: 'image-scan-off',
  title: 'Images of functions are not scanned',
  group: 'code',
  kind: 'image-repository',
  severity: 'medium',
  severityNote: null,
  why: 'An image brings an operating system and a runtime that AWS does not patch. Without a scan nobody learns of the holes in them.',
  references: ['https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-scanning.html'],
  needs: ['image-repositories', 'functions'],
  elsewhere: [
    'Checkov CKV_AWS_163',
    'Security Hub ECR.1',
    'Prowler ecr_repositories_scan_images_on_push_enabled',
  ],
  risks: ['insecure-dependencies'],
  evaluate,
  remediate: (record) => ({
    text: 'Scan on push, or better let Inspector scan the registry continuously; what is pushed already is scanned once you ask for it.',
    cli: `aws ecr put-image-scanning-configuration ${regionOf(record)} --repository-name ${shellWord(record.name)} --image-scanning-configuration scanOnPush=true`,
    cloudformation: properties('AWS::ECR::Repository', { ImageScanningConfiguration: { ScanOnPush: true } }),
    terraform: argumentsOf('aws_ecr_repository', {
      'image_scanning_configuration {}': { scan_on_push: true },
    }),
  }),
})
