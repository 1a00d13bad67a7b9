// SPDX-License-Identifier: Apache-2.0

import Attestation
import Digests
import Files
import GitAccess
import Ledger
import Manifests
import SystemPackage
import TestSupport
import Testing

/// Where a digest leads to in the ledger's tree, as the README says it.
func place(_ folder: String, _ hex: String) -> String {
  let digits = Array(hex)
  return "\(folder)/\(digits[0])/\(digits[1])/\(digits[2])/\(String(digits.dropFirst(3)))"
}

/// Entries with real attestations, as builds write them.
struct SignedEntries: Sendable {
  static let author = Identity(name: "A U Thor", email: "author@example.org")
  let key: SigningKey

  init(key: SigningKey = .generate()) { self.key = key }

  /// The files of the dataset that a build of this number read.
  static func manifest(_ number: Int) throws -> NativeManifest {
    try NativeManifest(
      (0..<3).map { file in
        .init(
          path: try #require(RelativePath("part-\(file)")),
          digest: .of([file, number].flatMap(bytes)))
      })
  }

  private static func bytes(_ number: Int) -> [UInt8] { Array("\(number),".utf8) }

  func entry(_ number: Int, data: Int? = nil, lock: [UInt8] = [3]) throws -> LedgerEntry {
    let manifest = try Self.manifest(data ?? number)
    let text = Self.bytes(number)
    let time = try #require(Timestamp(secondsSinceEpoch: 1_790_000_000 + Int64(number)))
    let build = BuildProvenance(
      model: .init(
        name: "model.onnx", format: "onnx", file: .of(text + [1]), payload: .of(text + [2])),
      source: .init(
        repository: nil, reference: nil, commit: ObjectID(hashing: text, type: "blob"),
        tree: ObjectID(hashing: text, type: "tree")),
      pipeline: "train", command: ["train"],
      datasets: [
        .init(
          name: "data", path: "data", digest: manifest.datasetDigest, format: "git",
          manifest: nil, manifestBlob: nil, files: manifest.count, bytes: 1)
      ],
      dependencies: [
        .init(path: "lock", digest: .of(lock), blob: ObjectID(hashing: lock, type: "blob"))
      ],
      stamp: [], environment: [], version: "1", invocation: "run-\(number)", startedOn: time,
      finishedOn: time)
    let line = try build.statement.signed(with: key).encoded() + [0x0a]
    return LedgerEntry(attestation: line, of: build, manifests: [manifest.bytes])
  }

  @discardableResult
  func append(_ number: Int, at root: FilePath) throws -> ObjectID {
    try Ledger.append(
      entry(number), to: Repository(at: root), by: Self.author, time: 1_790_000_000)
  }

  /// Believes who signs the entries.
  var trust: Trust { Trust(keys: [key.verificationKey]) }

  func verification(at root: FilePath) async throws -> LedgerVerification {
    try await LedgerVerification(of: Repository(at: root), trusting: trust)
  }

  /// The public key in a file, for the command line.
  func publicKey(beside repository: TemporaryRepository) throws -> String {
    let file = repository.base.appending("public.pem")
    try AtomicFile.write(key.verificationKey.pem.utf8, to: file)
    return file.string
  }
}
