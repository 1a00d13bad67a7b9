// SPDX-License-Identifier: Apache-2.0

import Attestation
import Datasets
public import Digests
import Files
import Findings
public import GitAccess
import Ledger
import Manifests
import Stamps
import SystemPackage

/// One build, from a commit that the gate has passed to a model that an audit verifies.
///
/// The order is the promise: code out of git objects, data proved, training, data proved again,
/// stamp, signature, ledger; and only then does the model appear under its name.
public struct Build: Sendable {
  /// Told what happens, for people who wait.
  public typealias Progress = @Sendable (String) -> Void

  let request: BuildRequest
  let plan: BuildPlan
  let commit: ObjectID
  let invocation: Invocation
  let startedAt = Clock.now

  /// Prepares a build of a commit.
  public init(_ request: BuildRequest, plan: BuildPlan, commit: ObjectID) {
    self.request = request
    self.plan = plan
    self.commit = commit
    invocation = Invocation(at: startedAt)
  }

  /// Builds; a failure leaves nothing behind but the training's log, which the error names.
  public func run(
    in repository: borrowing Repository, watch: (borrowing RawSpan) -> Void,
    progress: Progress
  ) async throws -> BuildResult {
    let worktree = try Self.worktree(of: repository)
    let key = try BuildKey.load(request, worktree: worktree)
    // A ledger that will not take the record is better known before hours of training than after.
    _ = try Ledger.trustedHead(of: repository)
    let source = try BuildSource(commit: commit, of: repository)
    let data = try resolveData(tree: source.tree, in: repository)
    let state = repository.commonDirectory.appending("modelgate")
    let room = try CleanRoom.make(named: "\(invocation)", in: state.appending("rooms"))

    progress("exporting commit \(commit.short) and its data into a clean room")
    try export(source.tree, of: repository, into: room.tree, worktree: worktree)
    try data.place(from: worktree, into: room.tree)
    let before = try data.verify(in: room.tree, of: repository, when: "before the training")

    progress("training: \(plan.command.joined(separator: " "))")
    let trainingStart = Clock.now
    let environment = environment(room, source, before)
    do {
      try await train(in: room, environment, watch)
      let after = try data.verify(in: room.tree, of: repository, when: "after the training")
      guard after.map(\.digest) == before.map(\.digest) else {
        throw TrainingError.dataDiffers(
          dataset: plan.pipeline, when: "after the training", details: [])
      }
      let model = try TrainedModel(named: plan.model, in: room)
      progress("stamping and signing")
      let times = (trainingStart, Clock.now)
      return try deliver(
        model, of: BuildFacts(source: source, data: after, environment: environment, times: times),
        key: key, log: room.log, worktree: worktree, repository: repository)
    } catch {
      throw KeptLog(state: state, invocation: invocation).keep(room.log, after: error)
    }
  }

  private static func worktree(of repository: borrowing Repository) throws -> FilePath {
    guard let worktree = repository.worktree else {
      throw Failure("a bare repository has no worktree to take data from")
    }
    return worktree
  }

  private func resolveData(tree: ObjectID, in repository: borrowing Repository) throws
    -> BuildData
  {
    var items: [BuildData.Item] = []
    for dataset in plan.datasets {
      let committed = try CommittedDataset(
        at: dataset.path, manifest: dataset.manifest, tree: tree, of: repository)
      items.append(.init(name: dataset.name, path: dataset.path, committed: committed))
    }
    return BuildData(items: items)
  }

  private func export(
    _ tree: ObjectID, of repository: borrowing Repository, into folder: FilePath,
    worktree: FilePath
  ) throws {
    let large = try TreeExport(tree: tree, folder: folder).run(from: repository)
    let store = repository.commonDirectory.appending("lfs").appending("objects")
    for file in large {
      try LargeFiles(store: store, worktree: worktree)
        .place(file.pointer, at: file.path, into: folder, mode: file.permissions)
    }
  }

  private func environment(
    _ room: borrowing CleanRoom, _ source: BuildSource, _ data: [BuildData.Verified]
  ) -> [String: String] {
    var environment = ChildEnvironment(inheriting: request.environment)
    var datasets: [(name: String, path: FilePath)] = []
    for dataset in data {
      datasets.append((dataset.item.name, room.tree.appending(dataset.item.path)))
    }
    environment.enter(room, commit: commit, commitTime: source.time, datasets: datasets)
    return environment.values
  }

  private func train(
    in room: borrowing CleanRoom, _ environment: [String: String],
    _ watch: (borrowing RawSpan) -> Void
  ) async throws {
    let command = try plan.command.map { try CommandWord.expand($0, environment) }
    let run = TrainingRun(
      command: command, environment: environment, directory: room.tree, log: room.log)
    try await run.run(watch: watch)
  }
}
