// SPDX-License-Identifier: Apache-2.0

import Files
import Findings
import Manifests
import StrictJSON
import SystemPackage

/// Asks git-annex: first its location log, which is a belief, then the remotes themselves.
struct AnnexRemotes: Sendable {
  private let git: GitClient

  init(worktree: FilePath, environment: [String: String]) {
    git = GitClient(worktree: worktree, environment: environment, timeout: .seconds(600))
  }

  /// Looking must change nothing in the repository.
  private static let quiet = [
    "-c", "annex.alwayscommit=false", "-c", "annex.merge-annex-branches=false", "annex",
  ]

  func report(_ name: String, _ files: [StoredData.AnnexFile]) async -> RemoteReport {
    var report = RemoteReport(
      name, manifest: nil, format: "annex", .undecided(reason: ""),
      hints: ["git annex copy --to REMOTE --all"])
    do throws(Failure) {
      guard try await git.run(["config", "--get", "annex.uuid"]).status == 0 else {
        throw Failure("this clone does not use git-annex yet", hints: ["git annex init"])
      }
      let keys = Array(Set(files.map(\.key)))
      let logs = try await locations(of: keys)
      guard try await hasRemotes() || Self.names(in: logs) != nil else {
        report.outcome = .noRemote
        report.hints = [
          "git annex initremote NAME type=directory directory=PATH encryption=none"
        ]
        return report
      }
      let wanted = try await wantedCopies()
      let proofs = try await proofs(of: keys, logs)
      report.remote = Self.names(in: logs)
      report.outcome = .judged(
        files.map { file in
          let key = file.key
          return .init(
            file.path, Self.presence(logs[key] ?? [], proofs[key] ?? [:], wanted: wanted))
        })
    } catch {
      report.outcome = .undecided(reason: error.message)
      report.hints = error.hints
    }
    return report
  }

  /// Whether there is any other place that could have content.
  private func hasRemotes() async throws(Failure) -> Bool {
    let names = #"^remote\..*\.(url|annex-uuid)$"#
    return try await git.run(["config", "--name-only", "--get-regexp", names]).status == 0
  }

  /// A repository that is believed to have a content.
  private struct Place: Hashable {
    let uuid: String
    let name: String
    let isHere: Bool
  }

  private static func names(in logs: [AnnexKey: [Place]]) -> String? {
    let names = Set(logs.values.joined().filter { !$0.isHere }.map(\.name))
    return names.isEmpty ? nil : names.sorted().joined(separator: ", ")
  }

  private func locations(of keys: [AnnexKey]) async throws(Failure) -> [AnnexKey: [Place]] {
    let output = try await lines(["whereis", "--json", "--batch-keys"], keys)
    guard output.count == keys.count else { throw Failure("'git annex whereis' left keys out") }
    var locations: [AnnexKey: [Place]] = [:]
    for (key, line) in zip(keys, output) {
      guard let entry = try? JSONValue.parse(Array(line.utf8)) else {
        throw Failure("what 'git annex whereis' says cannot be read")
      }
      locations[key] = (entry["whereis"]?.array ?? []).compactMap(Self.place)
    }
    return locations
  }

  private static func place(_ entry: JSONValue) -> Place? {
    guard let uuid = entry["uuid"]?.string else { return nil }
    return Place(
      uuid: uuid, name: entry["description"]?.string ?? uuid,
      isHere: entry["here"]?.bool ?? false)
  }

  /// `git annex numcopies`, which is 1 unless someone asked for more.
  private func wantedCopies() async throws(Failure) -> Int {
    let run = try await git.run(Self.quiet + ["numcopies"])
    let text = String(decoding: run.output, as: UTF8.self)
    return text.split(separator: "\n").first.flatMap { Int($0) } ?? 1
  }

  /// What each remote that should have a key answers, by key and repository.
  private func proofs(of keys: [AnnexKey], _ logs: [AnnexKey: [Place]]) async throws(Failure)
    -> [AnnexKey: [Place: Presence]]
  {
    var proofs: [AnnexKey: [Place: Presence]] = [:]
    for place in Set(logs.values.joined().filter { !$0.isHere }) {
      let believed = keys.filter { logs[$0]?.contains(place) ?? false }
      let answers = try await lines(["checkpresentkey", "--batch", place.uuid], believed)
      let isReached = try await isReached(place, believed, answers)
      for (index, key) in believed.enumerated() {
        let answer = index < answers.count ? answers[index] : ""
        proofs[key, default: [:]][place] =
          answer == "1"
          ? .present(.server)
          : isReached
            ? .absent(reason: "'\(place.name)' has lost it")
            : .undecided(reason: "'\(place.name)' cannot be asked now")
      }
    }
    return proofs
  }

  /// The batch says 0 also where it could not ask; asked alone, git-annex tells by its status.
  private func isReached(_ place: Place, _ keys: [AnnexKey], _ answers: [String])
    async throws(Failure) -> Bool
  {
    guard let index = keys.indices.first(where: { $0 >= answers.count || answers[$0] != "1" })
    else { return true }
    let run = try await git.run(
      Self.quiet + [
        "checkpresentkey", String(decoding: keys[index].bytes, as: UTF8.self), place.uuid,
      ])
    return run.status == 1 && !run.errors.contains("there is no")
  }

  private func lines(_ arguments: [String], _ keys: [AnnexKey]) async throws(Failure) -> [String] {
    let input = keys.flatMap { key -> [UInt8] in key.bytes + [0x0a] }
    let run = try await git.run(Self.quiet + arguments, input: input)
    return run.output.split(separator: 0x0a).map { String(decoding: $0, as: UTF8.self) }
  }

  /// Enough copies, at least one of them elsewhere and proved.
  private static func presence(_ places: [Place], _ proofs: [Place: Presence], wanted: Int)
    -> Presence
  {
    let away = places.filter { !$0.isHere }
    guard !away.isEmpty else { return .absent(reason: "only this clone has it") }
    let proved = away.filter { proofs[$0]?.reason == nil }.count
    let open = away.compactMap { proofs[$0] }.first { $0.isUndecided }
    let copies = proved + (places.contains(where: \.isHere) ? 1 : 0)
    if proved > 0, copies >= wanted { return .present(.server) }
    if let open { return open }
    if proved > 0 { return .absent(reason: "\(copies) of \(wanted) wanted copies are there") }
    return away.compactMap { proofs[$0] }.first ?? .absent(reason: "it is nowhere")
  }
}
