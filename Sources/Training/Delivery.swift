// SPDX-License-Identifier: Apache-2.0

import Attestation
import Digests
import Files
import Findings
import GitAccess
import Ledger
import Manifests
import Stamps
import SystemPackage

/// What is known once the training has ended well.
struct BuildFacts {
  let source: BuildSource
  let data: [BuildData.Verified]
  let environment: [String: String]
  let times: (start: Clock, end: Clock)
}

extension Build {
  /// Stamps, signs, records, and only then gives the model its name.
  func deliver(
    _ outcome: CleanTraining.Outcome, to folder: OutputFolder, key: BuildKey,
    repository: borrowing Repository
  ) throws -> BuildResult {
    let (trained, facts) = (outcome.model, outcome.facts)
    let metrics = try plan.metrics.map { name in
      try TrainedMetrics(named: name, in: outcome.output, log: outcome.log)
    }
    let dependencies = try self.dependencies(tree: facts.source.tree, in: repository)
    let stamp = try self.stamp(facts, dependencies)
    let name = trained.path.lastComponent?.string ?? "model"
    let record = try self.stamp(trained, as: name, in: folder.staging, with: stamp)
    var provenance = try self.provenance(facts, dependencies, stamp, record, name: name)
    provenance.metrics = metrics?.file
    let envelope = try provenance.statement.signed(with: key.signing)
    try write(envelope, key, for: name, into: folder.staging)
    try NewFile.copy(
      outcome.log, to: folder.staging.appending("training.log"), permissions: .plain)
    let head = try self.record(envelope, provenance, facts, in: repository)
    try folder.commit()
    var result = result(facts, record, key, folder.final, name, ledger: head)
    result.metrics = metrics?.metrics ?? []
    return result
  }

  private func dependencies(tree: ObjectID, in repository: borrowing Repository) throws
    -> [BuildProvenance.Dependency]
  {
    var found: [BuildProvenance.Dependency] = []
    for path in plan.dependencies {
      guard let entry = try repository.entry(at: path, in: tree) else {
        throw Failure(
          "the dependency file '\(path)' is not in the commit",
          hints: ["git add -- \(ShellWord.pathspec(path)) && git commit"], status: .refused)
      }
      found.append(
        .init(
          path: path.description, digest: try repository.sha256(ofBlob: entry.id), blob: entry.id))
    }
    return found
  }

  private func stamp(_ facts: BuildFacts, _ dependencies: [BuildProvenance.Dependency]) throws
    -> Stamp
  {
    try Stamp(
      version: request.version, commit: facts.source.commit, tree: facts.source.tree,
      repository: facts.source.repository, pipeline: plan.pipeline,
      data: NamedDigests(facts.data.map { .init($0.item.name, $0.digest) }),
      dependencies: NamedDigests(dependencies.map { .init($0.path, $0.digest) }),
      build: invocation.description)
  }

  /// The room is gone when its user reads the error: the model has its name only.
  private func stamp(
    _ trained: TrainedModel, as name: String, in folder: FilePath, with stamp: Stamp
  ) throws -> ModelRecord {
    let record: ModelRecord
    do throws(ModelFileError) {
      record = try ModelFile.stamp(trained.path, to: folder.appending(name), with: stamp)
    } catch {
      if case .file(let reason) = error { throw reason }
      let message = error.message.replacing(trained.path.printable, with: name)
      throw Failure("the model \(message)", hints: error.hints, status: error.status)
    }
    // Only this file is delivered: what it needs besides would be gone with the room.
    if let note = record.notes.first {
      throw Failure(
        "the model '\(name)' is not whole: \(note)",
        hints: Array(ModelRecord.hintsToCoverAll.prefix(1)), status: .refused)
    }
    return record
  }

  private func provenance(
    _ facts: BuildFacts, _ dependencies: [BuildProvenance.Dependency], _ stamp: Stamp,
    _ record: ModelRecord, name: String
  ) throws -> BuildProvenance {
    guard let started = Timestamp(secondsSinceEpoch: facts.times.start.seconds),
      let finished = Timestamp(secondsSinceEpoch: facts.times.end.seconds)
    else { throw Failure("the clock of this machine shows no date") }
    var provenance = BuildProvenance(
      model: .init(
        name: name, format: record.format, file: record.fileDigest, payload: record.payloadDigest),
      source: facts.source.provenance, pipeline: plan.pipeline, command: plan.command,
      datasets: facts.data.map(\.provenance), dependencies: dependencies,
      stamp: stamp.keyValues.map { .init(key: $0.key, value: $0.value) },
      environment: facts.environment.keys.sorted(), version: request.version,
      invocation: invocation.description, startedOn: started, finishedOn: finished)
    provenance.builder = request.builder
    return provenance
  }

  private func write(_ envelope: Envelope, _ key: BuildKey, for name: String, into folder: FilePath)
    throws
  {
    try AttestationFiles(beside: folder.appending(name)).add(envelope, signedWith: key.signing)
  }

  private func record(
    _ envelope: Envelope, _ provenance: BuildProvenance, _ facts: BuildFacts,
    in repository: borrowing Repository
  ) throws -> ObjectID {
    let entry = LedgerEntry(
      attestation: envelope.encoded() + [0x0a], of: provenance,
      manifests: facts.data.compactMap(\.manifest?.bytes))
    let author =
      try repository.identity() ?? Identity(name: "modelgate", email: "modelgate@localhost")
    return try Ledger.append(entry, to: repository, by: author, time: Clock.now.seconds)
  }

  private func result(
    _ facts: BuildFacts, _ record: ModelRecord, _ key: BuildKey, _ folder: FilePath,
    _ name: String, ledger: ObjectID
  ) -> BuildResult {
    let isEmbedded = record.placement == .embedded
    return BuildResult(
      folder: folder, model: folder.appending(name),
      stampPlacement: isEmbedded ? "in the file" : "in '\(name).modelgate.json'",
      attestation: folder.appending("\(name).intoto.jsonl"),
      bundle: folder.appending("\(name).sigstore.json"),
      log: folder.appending("training.log"), publicKey: key.publicKey,
      file: record.fileDigest, payload: record.payloadDigest, commit: commit,
      datasets: facts.data.map { ($0.item.name, $0.digest) }, ledger: ledger,
      invocation: invocation.description)
  }
}
