// SPDX-License-Identifier: Apache-2.0

import Configuration
import Digests
import Files
import Findings
import GitAccess
import Testing

@testable import GateRules

/// Every rule catches its case and is quiet on the honest neighbour.
@Suite struct RuleCatalogueTests {
  @Test func idsAreUniqueAndNamedByFamily() {
    let ids = RuleTable.rules.map(\.id)
    #expect(Set(ids).count == ids.count)
    for id in ids { #expect(id.wholeMatch(of: /(worktree|history|data|pipeline)\/[a-z-]+/) != nil) }
  }

  @Test func everyRuleExplainsItself() {
    for rule in RuleTable.rules {
      #expect(rule.explanation.count > 100, "\(rule.id)")
      #expect(rule.title.first?.isLowercase == true && !rule.title.hasSuffix("."), "\(rule.id)")
    }
  }

  @Test func everyRuleIsQuietOnACleanRepository() throws {
    #expect(Judgement(of: try .clean(), under: Policy()).findings.isEmpty)
  }

  @Test func everyRuleHasACaseHere() {
    let covered = Set(RuleExample.all.map(\.rule))
    #expect(RuleTable.rules.map(\.id).filter { !covered.contains($0) } == [])
  }

  @Test(arguments: RuleExample.all)
  func catchesItsCaseAndNoOtherRuleDoes(_ example: RuleExample) throws {
    let findings = try example.findings()
    #expect(findings.map(\.rule) == [example.rule])
    #expect(findings.allSatisfy { !$0.hints.isEmpty && !$0.message.hasSuffix(".") })
    #expect(Verdict(findings) == example.verdict)
  }

  @Test(arguments: RuleExample.all)
  func doesNotLookWhenItIsOff(_ example: RuleExample) throws {
    let policy = Policy(levels: [example.rule: .off])
    #expect(Judgement(of: try example.snapshot(), under: policy).findings.isEmpty)
  }
}

@Suite struct JudgementTests {
  @Test func whatCannotBeDecidedOutweighsEveryLevelAndWaiver() throws {
    var snapshot = try Snapshot.clean()
    snapshot.changes = [try change(.unreadable("Permission denied"), "data/x")]
    let policy = Policy(
      levels: ["worktree/unreadable": .warn],
      waivers: [
        .init(rule: "worktree/unreadable", reason: "r", expires: "2999-01-01", isExpired: false) {
          _ in true
        }
      ])
    let judgement = Judgement(of: snapshot, under: policy)
    #expect(Verdict(judgement.findings) == .couldNotJudge)
  }

  @Test(arguments: [(false, Verdict.passed, 1), (true, Verdict.refused, 0)])
  func aWaiverAcceptsUntilItExpires(isExpired: Bool, verdict: Verdict, waived: Int) throws {
    var snapshot = try Snapshot.clean()
    snapshot.changes = [try change(.modified, "notes/x")]
    let waiver = Policy.Waiver(
      rule: "worktree/modified", reason: "generated", expires: "2026-01-01", isExpired: isExpired
    ) { $0.path?.hasPrefix("notes/") == true }
    let judgement = Judgement(of: snapshot, under: Policy(waivers: [waiver]))
    #expect(Verdict(judgement.findings) == verdict)
    #expect(judgement.waived.count == waived)
  }

  @Test(arguments: [
    ("commit: \(ObjectID(hashing: [], type: "commit"))", true), ("ref: main", true),
    ("ref: release/*", false), ("commit: \(String(repeating: "0", count: 40))", false),
    ("path: '**'", false),
  ]) func whatIsOfNoFileIsWaivedByCommitOrReference(scope: String, isWaived: Bool) throws {
    let text = """
      version: 1
      gate:
        rules: { history/unsigned: error }
        waivers: [{ rule: history/unsigned, \(scope), reason: before keys, expires: 2026-12-31 }]
      """
    let configuration = try Configuration(
      parsing: Array(text.utf8), rules: RuleTable.rules.map(\.id))
    var snapshot = try Snapshot.clean()
    snapshot.signatures = [SignatureFact(.unsigned, of: "commit 0123456789ab")]
    let day = try #require(CalendarDay("2026-12-31"))
    let judgement = Judgement(of: snapshot, under: Policy(configuration, on: day))
    #expect(judgement.waived.map(\.reason) == (isWaived ? ["before keys"] : []))
    #expect(Verdict(judgement.findings) == (isWaived ? .passed : .refused))
  }

  @Test func pathsInHintsAreShellWords() throws {
    var snapshot = try Snapshot.clean()
    snapshot.changes = [try change(.deleted, "it's a file\n")]
    let finding = try #require(Judgement(of: snapshot, under: Policy()).findings.first)
    #expect(finding.hints.first == #"git restore -- $'it\047s\040a\040file\012'"#)
  }
}

func change(_ kind: FileChange.Kind, _ path: String) throws -> FileChange {
  let place: RelativePath = try #require(RelativePath(path))
  return FileChange(kind, at: place)
}
