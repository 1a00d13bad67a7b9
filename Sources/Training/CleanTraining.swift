// SPDX-License-Identifier: Apache-2.0

import Datasets
import Digests
import Files
import Findings
import GitAccess
import SystemPackage

/// One training in a clean room: code out of git objects, data proved before and after.
struct CleanTraining {
  /// What a training that went well left, before its room goes.
  struct Outcome {
    let model: TrainedModel
    let facts: BuildFacts
    /// The folder that the training wrote to.
    let output: FilePath
    let log: FilePath
  }

  let plan: BuildPlan
  let commit: ObjectID
  let invocation: Invocation
  /// The caller's environment, of which the training sees an allow-listed part.
  let environment: [String: String]

  /// Trains, and gives what came of it to `finish` while the room is still there.
  ///
  /// A failure leaves nothing behind but the training's log, which the error names.
  func run<Result>(
    in repository: borrowing Repository, watch: (borrowing RawSpan) -> Void,
    progress: Build.Progress, finish: (Outcome, borrowing Repository) throws -> Result
  ) async throws -> Result {
    let worktree = try Self.worktree(of: repository)
    let source = try BuildSource(commit: commit, of: repository)
    let data = try resolveData(tree: source.tree, in: repository)
    let state = repository.commonDirectory.appending("modelgate")
    let room = try CleanRoom.make(named: "\(invocation)", in: state.appending("rooms"))

    progress("exporting commit \(commit.short) and its data into a clean room")
    try export(source.tree, of: repository, into: room.tree, worktree: worktree)
    let annex = repository.commonDirectory.appending("annex").appending("objects")
    try data.place(from: worktree, annex: annex, into: room.tree)
    let before = try data.verify(in: room.tree, of: repository, when: "before the training")

    progress("training: \(plan.command.joined(separator: " "))")
    let start = Clock.now
    let environment = environment(room, source, before)
    do {
      try await train(in: room, environment, watch)
      let after = try data.verify(in: room.tree, of: repository, when: "after the training")
      guard after.map(\.digest) == before.map(\.digest) else {
        throw TrainingError.dataDiffers(
          dataset: plan.pipeline, when: "after the training", details: [])
      }
      let facts = BuildFacts(
        source: source, data: after, environment: environment, times: (start, Clock.now))
      let model = try TrainedModel(named: plan.model, in: room)
      return try finish(
        Outcome(model: model, facts: facts, output: room.output, log: room.log), repository)
    } catch {
      throw KeptLog(state: state, invocation: invocation).keep(room.log, after: error)
    }
  }

  static func worktree(of repository: borrowing Repository) throws -> FilePath {
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
    var child = ChildEnvironment(inheriting: environment)
    var datasets: [(name: String, path: FilePath)] = []
    for dataset in data {
      datasets.append((dataset.item.name, room.tree.appending(dataset.item.path)))
    }
    child.enter(room, commit: commit, commitTime: source.time, datasets: datasets)
    return child.values
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
