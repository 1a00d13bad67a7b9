// SPDX-License-Identifier: Apache-2.0

public import Configuration
import Datasets
public import Digests
public import Files
import Findings
public import GitAccess
import Manifests
public import SystemPackage

/// Finds the data that a commit, or a worktree, describes and that a storage elsewhere should hold.
///
/// What git itself keeps is not among it: whether that is pushed, git knows.
public struct StoredDataSearch {
  /// The data, by the paths of its manifests; files of LFS and of git-annex come last.
  public private(set) var found: [StoredData] = []
  private let remotes: [RelativePath: String]
  private var largeFiles: [StoredData.LFSFile] = []
  private var annexFiles: [StoredData.AnnexFile] = []

  /// Looks through the tree of a commit.
  ///
  /// With a worktree its manifests count as they are there, committed or not.
  public init(
    tree: ObjectID?, of repository: borrowing Repository, overlaidBy worktree: FilePath? = nil,
    declarations: [DataDeclaration]
  ) throws {
    remotes = Dictionary(
      declarations.compactMap { data in data.remote.map { (data.path.path, $0) } }
    ) { first, _ in first }
    let manifests = try committed(tree, of: repository, keepsManifests: worktree == nil)
    if let worktree {
      let root = try RootDirectory(worktree)
      add(try Self.manifests(in: root), beside: root)
    } else if let tree {
      add(manifests, beside: CommittedSurroundings(tree: tree, of: repository))
    }
    if !largeFiles.isEmpty { found.append(.lfs(name: "files of Git LFS", files: largeFiles)) }
    if !annexFiles.isEmpty { found.append(.annex(name: "files of git-annex", files: annexFiles)) }
  }

  private mutating func committed(
    _ tree: ObjectID?, of repository: borrowing Repository, keepsManifests: Bool
  ) throws -> [RelativePath: [UInt8]] {
    var manifests: [RelativePath: [UInt8]] = [:]
    guard let tree else { return manifests }
    var entries: [TreeEntry] = []
    try repository.walk(tree: tree) { entry in
      if entry.kind != .tree { entries.append(entry) }
      return true
    }
    for entry in entries {
      switch entry.kind {
      case .tree, .submodule: break
      case .symbolicLink:
        guard try repository.size(ofBlob: entry.id) <= AnnexPointer.byteLimit else { continue }
        let target = try repository.blob(entry.id, limit: AnnexPointer.byteLimit)
        if let key = AnnexPointer.key(ofLink: target) { annexFiles.append(.init(entry.path, key)) }
      case .file, .executable:
        if entry.path.isManifest {
          guard keepsManifests else { continue }
          do {
            manifests[entry.path] = try repository.manifest(entry)
          } catch let error as ManifestError {
            found.append(.unreadable(manifest: entry.path, reason: error.message))
          }
        } else if try repository.size(ofBlob: entry.id) <= LFSPointer.byteLimit {
          addPointer(entry.path, try repository.blob(entry.id, limit: LFSPointer.byteLimit))
        }
      }
    }
    return manifests
  }

  private mutating func addPointer(_ path: RelativePath, _ bytes: [UInt8]) {
    guard let first = bytes.first else { return }
    if first == UInt8(ascii: "/"), let key = AnnexPointer.key(ofText: bytes) {
      annexFiles.append(.init(path, key))
    } else if let pointer = try? LFSPointer(parsing: bytes) {
      largeFiles.append(.init(path, pointer))
    }
  }

  private static func manifests(in root: borrowing RootDirectory) throws
    -> [RelativePath: [UInt8]]
  {
    let tree = DirectoryTree.list(root) { folder in
      !folder.name.elementsEqual(".git".utf8) && !folder.name.elementsEqual(".dvc".utf8)
    }
    var manifests: [RelativePath: [UInt8]] = [:]
    for entry in tree.files where entry.path.isManifest {
      manifests[entry.path] = try root.read(entry.path, limit: NativeManifest.byteLimit)
    }
    return manifests
  }

  private mutating func add<Surroundings: ManifestSurroundings & ~Copyable>(
    _ manifests: [RelativePath: [UInt8]], beside surroundings: borrowing Surroundings
  ) {
    for (path, bytes) in manifests.sorted(by: { $0.key < $1.key }) where !path.isDVCStages {
      if path.isDVC {
        let stages = path.isDVCLock ? manifests[DVCTrackedOutput.pipeline(beside: path)] : nil
        found.append(.dvc(manifest: path, bytes: bytes, stages: stages))
      } else {
        add(path, bytes, beside: surroundings)
      }
    }
  }

  /// What other formats list; one that cannot be read leaves open what should be where.
  private mutating func add<Surroundings: ManifestSurroundings & ~Copyable>(
    _ path: RelativePath, _ bytes: [UInt8], beside surroundings: borrowing Surroundings
  ) {
    do {
      let datasets = try ManifestFormats.datasets(in: bytes, at: path, beside: surroundings) ?? []
      let pin = datasets.isEmpty ? nil : try Self.pin(path, bytes, datasets[0].path)
      found += datasets.map { dataset in
        pin.map { .pinned(dataset, $0) } ?? .listed(dataset, remote: remotes[dataset.path])
      }
    } catch {
      let reason = (error as? any ExplainedError)?.message ?? "\(error)"
      found.append(.unreadable(manifest: path, reason: reason))
    }
  }

  private static func pin(_ path: RelativePath, _ bytes: [UInt8], _ dataset: RelativePath) throws
    -> S3Pin?
  {
    try S3Format().claims(path) ? S3Pin(parsing: bytes, for: dataset) : nil
  }
}

extension RelativePath {
  fileprivate var isDVCLock: Bool { name.elementsEqual("dvc.lock".utf8) }
  fileprivate var isDVCStages: Bool { name.elementsEqual("dvc.yaml".utf8) }
  fileprivate var isDVC: Bool {
    isDVCLock || (name.count > 4 && name.suffix(4).elementsEqual(".dvc".utf8))
  }
  fileprivate var isManifest: Bool {
    isDVC || isDVCStages || ManifestFormats.claims(self)
  }
}

extension StoredData {
  /// What of it a name means: a dataset, a manifest, or a folder above; nil when nothing.
  ///
  /// A `.dvc` file with several outputs is asked for as a whole.
  public func selected(by name: RelativePath) -> StoredData? {
    switch self {
    case .dvc(let manifest, let bytes, let stages):
      let outputs = DVCOutputs.entries(of: manifest, bytes, stages: stages)
      let isMeant =
        manifest.isAtOrBelow(name)
        || outputs.contains { $0.path.isAtOrBelow(name) || name.isAtOrBelow($0.path) }
      return isMeant ? self : nil
    case .listed(let dataset, _):
      return dataset.manifest.isAtOrBelow(name) || dataset.path.isAtOrBelow(name) ? self : nil
    case .pinned(let dataset, _):
      return dataset.manifest.isAtOrBelow(name) || dataset.path.isAtOrBelow(name) ? self : nil
    case .unreadable(let manifest, _): return manifest.isAtOrBelow(name) ? self : nil
    case .lfs(let title, let files):
      let meant = files.filter { $0.path.isAtOrBelow(name) }
      return meant.isEmpty ? nil : .lfs(name: title, files: meant)
    case .annex(let title, let files):
      let meant = files.filter { $0.path.isAtOrBelow(name) }
      return meant.isEmpty ? nil : .annex(name: title, files: meant)
    }
  }
}
