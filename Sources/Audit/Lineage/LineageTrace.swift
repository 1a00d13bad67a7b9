// SPDX-License-Identifier: Apache-2.0

public import Attestation
public import Digests
import Files
public import Findings
public import GitAccess
import Ledger
public import Manifests
import Stamps
import SystemPackage

/// Why a trace could not be made.
public enum LineageError: ExplainedError {
  /// A subject that is no file, no digest and no commit.
  case unknownSubject(String)
  /// More data files than an index takes.
  case tooManyFiles(limit: Int)

  /// What is wrong.
  public var message: String {
    switch self {
    case .unknownSubject(let text):
      "'\(PrintableText.escape(text))' is no file here, no SHA-256 and no commit"
    case .tooManyFiles(let limit): "the ledger's datasets hold more than \(limit) files"
    }
  }

  /// What to type.
  public var hints: [String] {
    switch self {
    case .unknownSubject:
      ["modelgate audit trace FILE", "modelgate audit trace \"$(sha256sum <FILE | cut -c 1-64)\""]
    case .tooManyFiles: []
    }
  }
}

/// Everything in the ledger that is connected with a model, a commit, a dataset, a data file or a
/// file that pins software.
public struct LineageTrace: Sendable {
  /// What is connected with the subjects; the subjects alone when nothing is.
  public private(set) var graph = LineageGraph()
  /// Datasets whose lists of files are not to be had here: any of them may hold the subject.
  public private(set) var unread: [Digest] = []
  /// Files that pin software and cannot be searched here: any of them may pin the subject.
  public private(set) var unreadLocks: [Digest] = []
  /// The ledger's head that was read; nil when there is no ledger.
  public let head: ObjectID?

  private let reader: LedgerReader
  private let trust: Trust
  private var seen: Set<Digest> = []

  /// Reads the ledger of a repository; signatures are judged by who is believed.
  public init(of repository: borrowing Repository, trusting trust: Trust) throws {
    reader = try LedgerReader(of: repository)
    head = reader.head
    self.trust = trust
  }

  /// The models that are connected with the subjects.
  public var models: [LineageGraph.Node] { graph.nodes(.model) }

  /// Adds everything that is connected with a subject: a file of any kind, a digest or a revision.
  public mutating func add(_ subject: String, in repository: borrowing Repository) async throws {
    if let digest = Self.digest(subject) {
      try await add(digest, in: repository)
    } else if let status = try? FileStatus(following: FilePath(subject)), status.kind == .file {
      try await add(file: FilePath(subject), in: repository)
    } else if let commit = try? repository.resolveCommit(subject) {
      try await add(commit: commit, in: repository)
    } else if let commit = ObjectID(hex: subject) {
      // A commit that is not fetched may well be in the ledger.
      try await add(commit: commit, in: repository)
    } else {
      throw LineageError.unknownSubject(subject)
    }
  }

  private static func digest(_ text: String) -> Digest? {
    Digest(text) ?? Digest(.sha256, hex: text)
  }

  /// A model's stamp changes its bytes, so its payload is asked for as well.
  private mutating func add(file: FilePath, in repository: borrowing Repository) async throws {
    let digest = try Self.sha256(of: file)
    try await add(digest, in: repository)
    if let record = try? ModelFile.inspect(file), record.payloadDigest != digest {
      try await add(records: .model(record.payloadDigest), in: repository)
    }
  }

  private static func sha256(of path: FilePath) throws -> Digest {
    let (file, _) = try FileDescriptor.openRegularFile(path)
    defer { try? file.close() }
    let reader = try FileReader(file, path: path)
    var hasher = StreamHasher(.sha256)
    var pieces = reader.pieces(in: 0..<reader.size)
    while let piece = try pieces.next() { hasher.update(piece) }
    return hasher.finalize()
  }

  private mutating func add(commit: ObjectID, in repository: borrowing Repository) async throws {
    let id = LineageGraph.NodeID(.commit, commit.description)
    if try await add(records: .commit(commit), in: repository) { graph.subjects.insert(id) }
  }

  private mutating func add(_ digest: Digest, in repository: borrowing Repository) async throws {
    let keys: [(LedgerKey, LineageGraph.Kind)] = [
      (.model(digest), .model), (.dataset(digest), .dataset), (.dependency(digest), .dependency),
    ]
    for (key, kind) in keys where try await add(records: key, in: repository) {
      graph.subjects.insert(.init(kind, digest.description))
    }
    var index = try DataFileIndex(of: reader, in: repository)
    let answer = try index.datasets(with: digest, in: repository)
    unread += answer.unread.filter { !unread.contains($0) }
    let file = LineageGraph.NodeID(.file, digest.description)
    for dataset in answer.datasets {
      graph.add(.init(file, label: "data file"))
      graph.join(file, .init(.dataset, dataset.description))
      graph.subjects.insert(file)
      try await add(records: .dataset(dataset), in: repository)
    }
  }

  /// Adds everything that was built with a version of a package, by what the recorded lock files
  /// pin; they are read from the repository, whose commits hold them.
  public mutating func add(_ software: SoftwarePin, in repository: borrowing Repository)
    async throws
  {
    for (lock, entry) in try reader.dependencies(in: repository) {
      let read = try self.lock(lock, entry, in: repository)
      guard let read, read.pins.contains(software) else {
        if !(read?.isComplete ?? false), !unreadLocks.contains(lock) { unreadLocks.append(lock) }
        continue
      }
      try await add(records: .dependency(lock), in: repository)
      graph.subjects.insert(.init(.dependency, lock.description))
    }
    unreadLocks.sort { $0.description < $1.description }
  }

  /// What a lock file pins; nil when it is not here, or of no known kind.
  private func lock(_ lock: Digest, _ entry: Digest, in repository: borrowing Repository) throws
    -> SoftwareLock?
  {
    let build = try reader.record(entry, in: repository).build
    guard let file = build?.dependencies.first(where: { $0.digest == lock }),
      let text = try? repository.blob(file.blob, limit: Self.lockLimit), Digest.of(text) == lock
    else { return nil }
    return SoftwareLock(text, named: file.path)
  }

  /// Longer lock files are not searched.
  private static let lockLimit = 64 << 20

  /// Whether there was any.
  @discardableResult
  private mutating func add(records key: LedgerKey, in repository: borrowing Repository)
    async throws -> Bool
  {
    let records = try reader.records(by: key, in: repository)
    for record in records where seen.insert(record.id).inserted {
      graph.add(record, await signer(of: record))
    }
    return !records.isEmpty
  }

  private func signer(of record: LedgerReader.Record) async -> Signer? {
    guard let envelope = record.envelope else { return nil }
    return try? await trust.verify(envelope).signer
  }

  /// Adds what else was built from the same commits and datasets as what is there already.
  public mutating func addRelated(in repository: borrowing Repository) async throws {
    for node in graph.nodes {
      switch node.id.kind {
      case .dataset:
        guard let digest = Digest(node.id.name) else { continue }
        try await add(records: .dataset(digest), in: repository)
      case .commit:
        guard let commit = ObjectID(hex: node.id.name) else { continue }
        try await add(records: .commit(commit), in: repository)
      default: continue
      }
    }
  }
}
