import { catalogue, type IssueCode } from '../../errors/catalogue.ts'
import { docsUrl, homeUrl } from '../../errors/docs-link.ts'
import type { Fix, Issue } from '../../errors/issue.ts'
import { fileOf, inReadingOrder } from '../../errors/reading-order.ts'
import type { Span } from '../../text/position.ts'
import { printPath } from '../../values/path.ts'
import { exitCodes } from '../exit-code.ts'
import { uriFromTop } from './file-names.ts'
import { commandOf, type Report, type Reporter, type SuppressedIssue } from './report.ts'

/** The parts of SARIF are plain objects; the tests hold them against the official schema. */
type Part = Readonly<Record<string, unknown>>

/** SARIF 2.1.0, which code scanning of GitHub and many others read: https://docs.oasis-open.org/sarif/sarif/v2.1.0/ */
export const sarif: Reporter = (report) => {
  const suppressions = new Map(report.suppressed.map((each) => [each.issue, each]))
  const issues = inReadingOrder([...report.issues, ...suppressions.keys()])
  const codes = [...new Set(issues.map(({ code }) => code))].sort()
  const log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: driverOf(report, codes) },
        // Two commands of one build do not replace each other's results.
        automationDetails: { id: `${report.tool.name}/${commandOf(report)}/` },
        columnKind: 'utf16CodeUnits',
        originalUriBaseIds: { '%SRCROOT%': { description: { text: 'the top of the repository' } } },
        invocations: [{ executionSuccessful: wasExecuted(report), exitCode: report.exitCode }],
        results: issues.map((issue) => resultOf(report, issue, codes, suppressions.get(issue))),
      },
    ],
  }
  return `${JSON.stringify(log, null, 2)}\n`
}

/** Findings are no failure of the tool; what could not be read is. */
function wasExecuted({ exitCode }: Report): boolean {
  return exitCode === exitCodes.fine || exitCode === exitCodes.findings
}

function driverOf({ tool }: Report, codes: readonly IssueCode[]): Part {
  return {
    name: tool.name,
    version: tool.version,
    semanticVersion: tool.version,
    informationUri: homeUrl(tool.version),
    rules: codes.map((code) => ruleOf(code, tool.version)),
  }
}

function ruleOf(code: IssueCode, version: string): Part {
  const { title, cause, remedy } = catalogue[code]
  const helpUri = docsUrl(code, version)
  return {
    id: code,
    name: code.toLowerCase().replace(/(?:^|_)(.)/g, (_, letter: string) => letter.toUpperCase()),
    shortDescription: { text: title },
    fullDescription: { text: cause },
    help: {
      text: `${cause}\nWhat to do: ${remedy}`,
      markdown: `**${title}**\n\n${cause}\n\nWhat to do: ${remedy}\n\n[${code}](${helpUri})`,
    },
    helpUri,
  }
}

function resultOf(report: Report, issue: Issue, codes: readonly IssueCode[], suppressed: SuppressedIssue | undefined): Part {
  const { code, severity, message, hint, related, fix } = issue
  return {
    ruleId: code,
    ruleIndex: codes.indexOf(code),
    level: severity,
    message: { text: hint === undefined ? message : `${message} (${hint})` },
    locations: [locationOf(report, issue)],
    ...(related &&
      related.length > 0 && {
        relatedLocations: related.map((place, id) => ({
          id,
          message: { text: place.message },
          physicalLocation: physical(report, place.span.file, place.span),
        })),
      }),
    partialFingerprints: { 'configmanage/v1': report.fingerprintOf(issue) },
    ...(fix && { fixes: [fixOf(report, fix)] }),
    ...(suppressed && { suppressions: [suppressionOf(suppressed)] }),
    ...propertiesOf(issue),
  }
}

/** What stands in no file is shown at the manifest, because GitHub refuses a result without a file. */
function locationOf(report: Report, issue: Issue): Part {
  const file = fileOf(issue) ?? report.manifest
  const path = issue.path === undefined || issue.path.length === 0 ? undefined : printPath(issue.path)
  const logical = [
    ...(path === undefined ? [] : [{ fullyQualifiedName: path, kind: 'member' }]),
    ...(issue.name === undefined ? [] : [{ name: issue.name, kind: 'variable' }]),
  ]
  return {
    ...(file !== undefined && { physicalLocation: physical(report, file, issue.span) }),
    ...(logical.length > 0 && { logicalLocations: logical }),
  }
}

function physical(report: Report, file: string, span: Span | undefined): Part {
  return { artifactLocation: artifact(report, file), ...(span && { region: regionOf(span) }) }
}

function artifact(report: Report, file: string): Part {
  const { uri, isInside } = uriFromTop(report, file)
  return isInside ? { uri, uriBaseId: '%SRCROOT%' } : { uri }
}

/** Lines and columns from 1, the end behind the last character: as ours are. */
function regionOf({ start, end }: Span): Part {
  return { startLine: start.line, startColumn: start.column, endLine: end.line, endColumn: end.column }
}

function fixOf(report: Report, { description, changes }: Fix): Part {
  const files = [...new Set(changes.map(({ span }) => span.file))]
  return {
    description: { text: description },
    artifactChanges: files.map((file) => ({
      artifactLocation: artifact(report, file),
      replacements: changes
        .filter(({ span }) => span.file === file)
        .map(({ span, text }) => ({ deletedRegion: regionOf(span), insertedContent: { text } })),
    })),
  }
}

function suppressionOf({ by, reason }: SuppressedIssue): Part {
  return {
    kind: by === 'comment' ? 'inSource' : 'external',
    status: 'accepted',
    justification: reason ?? 'listed in the baseline',
  }
}

function propertiesOf({ expected, received, source, rule }: Issue): Part {
  const known = Object.entries({ expected, received, source, rule }).filter(([, value]) => value !== undefined)
  return known.length === 0 ? {} : { properties: Object.fromEntries(known) }
}
