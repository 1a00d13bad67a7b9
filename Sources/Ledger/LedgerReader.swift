// SPDX-License-Identifier: Apache-2.0

public import Attestation
public import Digests
import Files
public import GitAccess

/// One state of the ledger, for those who look things up in it.
public struct LedgerReader: Sendable {
  /// An attestation of the ledger, whose bytes are those that its name says.
  public struct Record: Sendable, Equatable {
    /// Its name: SHA-256 of its bytes.
    public let id: Digest
    /// The attestation.
    public let attestation: [UInt8]
  }

  /// The ledger's head; nil when there is no ledger.
  public let head: ObjectID?
  private let tree: ObjectID?

  /// Reads the ledger as it is now, once it is known to continue what was seen here before.
  public init(of repository: borrowing Repository) throws {
    head = try Ledger.trustedHead(of: repository)
    tree = try Ledger.tree(of: head, in: repository)
  }

  /// The entries that a key leads to, in the order of their names.
  public func records(by key: LedgerKey, in repository: borrowing Repository) throws -> [Record] {
    try names(by: key, in: repository).map { id in try record(id, in: repository) }
  }

  private func names(by key: LedgerKey, in repository: borrowing Repository) throws -> [Digest] {
    guard let tree, let found = try repository.entry(at: LedgerLayout.folder(key), in: tree),
      found.kind == .tree
    else { return [] }
    return try repository.entries(of: found.id).compactMap { mark in
      Digest(.sha256, hex: mark.path.text ?? "")
    }
  }

  /// An entry by its name; an error when it is not there, or is something else.
  public func record(_ id: Digest, in repository: borrowing Repository) throws -> Record {
    guard let tree, let entry = try repository.entry(at: LedgerLayout.entry(id), in: tree) else {
      throw LedgerError.missingEntry(id)
    }
    let content = try repository.blob(entry.id, limit: 64 << 20)
    guard Digest.of(content) == id else { throw LedgerError.missingEntry(id) }
    return Record(id: id, attestation: content)
  }

  /// The native manifest of a dataset, where the ledger keeps it.
  public func manifest(of dataset: Digest, in repository: borrowing Repository) throws -> [UInt8]? {
    guard let tree, let entry = try repository.entry(at: LedgerLayout.manifest(dataset), in: tree)
    else { return nil }
    let content = try repository.blob(entry.id, limit: Ledger.manifestLimit)
    guard Digest.of(content) == dataset else { throw LedgerError.missingEntry(dataset) }
    return content
  }

  /// Visits every entry, in the order of their names.
  public func forEach(in repository: borrowing Repository, _ visit: (Record) throws -> Void) throws
  {
    guard let tree, let root = RelativePath("entries"),
      let folder = try repository.entry(at: root, in: tree)
    else { return }
    var found: [Digest] = []
    try repository.walk(tree: folder.id) { entry in
      let path = root.appending(entry.path)
      if entry.kind != .tree, case .entry(let id) = LedgerLayout.place(of: path) {
        found.append(id)
      }
      return true
    }
    for id in found { try visit(try record(id, in: repository)) }
  }
}

extension Ledger {
  /// The attestations whose model file or payload has this digest, in the order of their names.
  public static func attestations(ofModel digest: Digest, in repository: borrowing Repository)
    throws -> [[UInt8]]
  {
    try LedgerReader(of: repository).records(by: .model(digest), in: repository)
      .map(\.attestation)
  }
}

extension LedgerReader.Record {
  /// What the attestation claims, whoever signed it; nil when it is of something else than a build.
  public var build: BuildProvenance? {
    envelope.flatMap { try? BuildProvenance(unverified: $0) }
  }
}

extension LedgerReader {
  /// The datasets that entries have brought since an earlier head, each with one of the entries
  /// that used it; those that were there before may be among them.
  ///
  /// An earlier head that is unknown here, or nil, asks for all.
  public func datasets(since earlier: ObjectID?, in repository: borrowing Repository) throws
    -> [Digest: Digest]
  {
    guard let tree else { return [:] }
    var old: ObjectID?
    if let earlier, try repository.contains(earlier) {
      old = try repository.commit(earlier).tree
    }
    var found: [Digest: Digest] = [:]
    for file in try TreeAdditions(below: "data", from: old, to: tree, in: repository).files {
      guard case .mark(let key, let entry) = LedgerLayout.place(of: file.path),
        case .dataset(let dataset) = key
      else { continue }
      found[dataset] = entry
    }
    return found
  }

  /// Every file that pins software, by its SHA-256, with one of the entries that name it.
  public func dependencies(in repository: borrowing Repository) throws -> [Digest: Digest] {
    guard let tree else { return [:] }
    var found: [Digest: Digest] = [:]
    for file in try TreeAdditions(below: "dependency", from: nil, to: tree, in: repository).files {
      guard case .mark(let key, let entry) = LedgerLayout.place(of: file.path),
        case .dependency(let digest) = key
      else { continue }
      found[digest] = entry
    }
    return found
  }
}

extension LedgerReader.Record {
  /// What the attestation claims that the gate made of a commit, whoever signed it.
  public var verdict: (summary: VerificationSummary, commit: ObjectID)? {
    guard let envelope, let statement = try? Statement.parse(unverified: envelope),
      let summary = try? VerificationSummary(statement),
      let commit = try? VerificationSummary.commit(of: statement)
    else { return nil }
    return (summary, commit)
  }

  /// What the attestation claims of a model that was built again, whoever signed it.
  public var rebuild: RebuildResult? {
    envelope.flatMap { try? RebuildResult(unverified: $0) }
  }

  /// The attestation taken apart, whoever signed it; nil when it is none.
  public var envelope: Envelope? {
    try? Envelope.parse(attestation)
  }
}
