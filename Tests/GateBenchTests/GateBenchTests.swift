// SPDX-License-Identifier: Apache-2.0

import Configuration
import Files
import Findings
import GateRules
import SystemPackage
import TestSupport
import Testing

/// The gate against repository states, honest and hostile; all that it gets wrong, at once.
@Suite struct GateBenchTests {
  static let states =
    RepositoryState.index + RepositoryState.sparse + RepositoryState.hidden
    + RepositoryState.types + RepositoryState.names + RepositoryState.repositories
    + RepositoryState.operations + RepositoryState.redirections + RepositoryState.conversions
    + RepositoryState.data + RepositoryState.signatures + RepositoryState.openPGP
    + RepositoryState.pushes + RepositoryState.servers + RepositoryState.commits
    + RepositoryState.remotes + RepositoryState.projects + RepositoryState.leftovers
    + RepositoryState.trials + RepositoryState.brought

  /// Shapes that honest repositories have, of which git says too that nothing is amiss.
  private static let honestShapes: Set = [
    "a clean repository", "a linked worktree", "a linked worktree that was moved by git",
    "a clean submodule", "a submodule in a submodule", "an LFS file",
    "autocrlf=true, files as checked out", "eol=crlf, files as checked out", "CRLF in the commit",
    "UTF-16 in the worktree", "attributes that matter to archives only",
    "renames that are committed", "an orphan branch", "a commit of no files",
    "quotes, blanks and a leading dash", "a newline in a name", "a name that is no UTF-8",
    "the longest path that git takes", "10,000 entries in one folder", "300 folders deep",
    "index version 4", "an untracked cache over a clean tree", "packed objects and references",
    "a separate git directory", "a clone with borrowed objects", "a touched file",
    "a link inside of the tree", "a merge that was ended", "a detached HEAD", "a stash",
    "an ignored file outside of inputs", "an empty commit on top",
  ]

  @Test func noStateIsThereTwice() {
    let names = Self.states.map(\.name)
    #expect(Self.honestShapes.isSubset(of: names))
    #expect(Set(names).count == names.count)
    #expect(names.count >= 120)
  }

  @Test func everyRuleHasAnHonestNeighbourAmongTheStates() {
    let neighbours = HonestNeighbours.states
    #expect(Set(neighbours.keys) == Set(RuleTable.rules.map(\.id)))
    let passing = Set(Self.states.filter { $0.verdict == .passed }.map(\.name))
    #expect(neighbours.filter { !passing.contains($0.value) }.isEmpty)
  }

  @Test func everyStateGetsTheVerdictOfACarefulEngineer() async throws {
    let results = try await Self.judgeAll()
    let wrong = results.filter { $0.said != $0.state.verdict }
    #expect(wrong.isEmpty, "\(wrong.map(\.description).joined(separator: "\n"))")
    let honest = results.filter { Self.honestShapes.contains($0.state.name) }
    #expect(honest.count >= 20)
    #expect(honest.filter { $0.git != .passed || $0.said != .passed }.map(\.state.name) == [])
    let byName = Dictionary(results.map { ($0.state.name, $0) }) { first, _ in first }
    for (rule, name) in HonestNeighbours.states {
      guard let result = byName[name] else { continue }  // The program that makes it is not here.
      #expect(!result.rules.contains(rule), "\(rule) in '\(name)'")
    }
    // Each rule catches some state, where all programs are that make one.
    let said = results.reduce(into: Set<String>()) { $0.formUnion($1.rules) }
    let silent = RuleTable.rules.map(\.id).filter { !said.contains($0) }
    #expect(silent.isEmpty || results.count < Self.states.count, "\(silent)")
    let gitIsRight = results.count { $0.git == $0.state.verdict }
    print(
      "\(results.count - wrong.count) of \(results.count) states judged as they should be;",
      "git status --porcelain: \(gitIsRight)")
  }

  /// What was said of one state.
  private struct Result: Sendable, CustomStringConvertible {
    let state: RepositoryState
    let said: Verdict?
    let git: Verdict?
    let words: String
    /// The rules that found something, at whatever level; of a tool, those that it names.
    var rules: Set<String> = []

    var description: String {
      "\(state.name): expected \(state.verdict), got \(said.map { "\($0)" } ?? "no state"): \(words)"
    }
  }

  private static func judgeAll() async throws -> [Result] {
    try await withThrowingTaskGroup(of: Result?.self) { group in
      var waiting = states[...]
      var results: [Result] = []
      for _ in 0..<8 {
        if let state = waiting.popFirst() { group.addTask { await judge(state) } }
      }
      while let result = try await group.next() {
        if let result { results.append(result) }
        if let state = waiting.popFirst() { group.addTask { await judge(state) } }
      }
      return results.sorted { $0.state.name < $1.state.name }
    }
  }

  private static func judge(_ state: RepositoryState) async -> Result? {
    do {
      let repository = try await TemporaryRepository()
      guard try await has(state.needs, repository) else { return nil }
      try await repository.shell.script(RepositoryState.prelude + state.script)
      let git = try await gitVerdict(of: state, repository)
      let (said, words, rules) = try await verdict(of: state, repository)
      return Result(state: state, said: said, git: git, words: words, rules: rules)
    } catch {
      return Result(state: state, said: nil, git: nil, words: "\(error)")
    }
  }

  private static func has(_ program: String?, _ repository: TemporaryRepository) async throws
    -> Bool
  {
    guard let program else { return true }
    let test = program == "root" ? "test $(id -u) = 0" : "command -v \(program)"
    return try await repository.shell.run("sh", ["-c", test]).status == 0
  }

  private static func verdict(of state: RepositoryState, _ repository: TemporaryRepository)
    async throws -> (Verdict, String, rules: Set<String>)
  {
    let place = repository.root.appending(state.start)
    switch state.subject {
    case .library(let mode):
      var request = GateRequest(
        repository: place, mode: mode, today: CalendarDay(secondsSinceEpoch: 1_800_000_000))
      request.preset = state.preset
      request.inputs = state.inputs.compactMap { RelativePath($0) }
      do {
        let outcome = try await Gate.judge(request)
        let findings = outcome.judgement.findings.filter { $0.severity != .warning }
        return (
          outcome.verdict, findings.map { "\($0.rule) \($0.message)" }.joined(separator: "; "),
          Set(outcome.judgement.findings.map(\.rule))
        )
      } catch let error as any ExplainedError {
        return (.couldNotJudge, error.message, [])
      }
    case .tool(let variables, let arguments):
      return try await tool(state, variables, arguments, repository, place)
    case .shell(let line):
      let transcript = try await repository.shell.at(place).run("sh", ["-c", line])
      return verdict(of: transcript)
    }
  }

  private static func tool(
    _ state: RepositoryState, _ variables: [String: String], _ arguments: [String],
    _ repository: TemporaryRepository, _ place: FilePath
  ) async throws -> (Verdict, String, rules: Set<String>) {
    var shell = repository.shell
    for (name, value) in variables {
      shell.environment[name] =
        value.replacing("$ROOT", with: repository.root.string)
        .replacing("$BASE", with: repository.base.string)
    }
    shell.directory = place
    let transcript = try await shell.run(
      Tools.path("modelgate-check").string,
      ["--repo", place.string, "--preset", state.preset.rawValue] + arguments)
    return verdict(of: transcript)
  }

  private static func verdict(of transcript: Transcript) -> (Verdict, String, rules: Set<String>) {
    let words = transcript.description
    let rules = RuleTable.rules.map(\.id).filter { words.contains("(\($0))") }
    let verdict: Verdict =
      switch transcript.status {
      case 0: .passed
      case 1: .refused
      default: .couldNotJudge
      }
    return (verdict, words, Set(rules))
  }

  /// What a script makes of `git status --porcelain`: output means refused.
  private static func gitVerdict(of state: RepositoryState, _ repository: TemporaryRepository)
    async throws -> Verdict
  {
    var shell = repository.shell
    shell.directory = repository.root.appending(state.start)
    // Git waits for ever on an index that is a FIFO; without its lock it leaves the index alone.
    let transcript = try await shell.run(
      "timeout", ["20", "git", "--no-optional-locks", "status", "--porcelain"])
    guard transcript.status == 0 else { return .couldNotJudge }
    return transcript.output.isEmpty ? .passed : .refused
  }
}
