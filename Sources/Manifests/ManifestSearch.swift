// SPDX-License-Identifier: Apache-2.0

public import Files
public import Findings

/// Finds manifests by their names in a worktree.
public struct ManifestSearch: Sendable {
  /// What one manifest gave.
  public enum Found: Sendable {
    /// A dataset.
    case dataset(DatasetManifest)
    /// A file with a manifest's name that cannot be read as one.
    case defect(RelativePath, any ExplainedError)
  }

  /// The datasets and defects, ordered by the bytes of the manifests' paths.
  public private(set) var found: [Found] = []
  /// Files that may describe data and prove nothing of it, in the same order: nobody said that they
  /// are meant to.
  public private(set) var passedOver: [Found] = []
  /// The folders that could not be listed.
  public private(set) var unlisted: [FileError] = []
  /// The `.gitattributes` of the folders that were listed.
  public private(set) var attributes: [RelativePath] = []
  /// The symbolic links in the same folders, which may be files of git-annex.
  public private(set) var links: [RelativePath] = []

  /// Looks everywhere but in `.git` and `.dvc`, and not inside of datasets that were found: what
  /// stands there is data.
  ///
  /// What is sealed is not read.
  public init(in worktree: borrowing RootDirectory, seals: DatasetSeals? = nil) {
    var known: [RelativePath: [Found]] = [:]
    let tree = DirectoryTree.list(worktree, descend: Self.mayHoldManifests) { files in
      let found = Self.foundByDVC(files, in: worktree)
      known.merge(found) { first, _ in first }
      return Self.described(by: files).union(found.values.joined().compactMap(\.dataset?.path))
    }
    unlisted = tree.unlisted.map(\.error)
    attributes = tree.files.map(\.path).filter(Self.hasAttributes)
    links = tree.irregular.filter { $0.status.kind == .symbolicLink }.map(\.path)
    var all: [Found] = []
    for path in tree.files.map(\.path) where ManifestFormats.mayBe(path) {
      all += known[path] ?? Self.read(path, in: worktree, seals, isNamed: false)
    }
    all += tree.irregular.compactMap { Self.unreadable($0, in: worktree) }
    if !tree.irregular.isEmpty { all.sort { $0.manifest < $1.manifest } }
    Self.removeSecondNames(&all)
    let meant = all.filter(\.isMeant)
    let datasets = Set(meant.compactMap(\.dataset?.path))
    found = meant.filter { !Self.isInsideOther($0, datasets) }
    passedOver = all.filter { !$0.isMeant && !Self.isInside($0, datasets) }
  }

  private static func hasAttributes(_ file: RelativePath) -> Bool {
    file.bytes.last == UInt8(ascii: "s") && file.name.elementsEqual(".gitattributes".utf8)
  }

  /// A link, a FIFO or a device with a manifest's name: what stands behind it is not read, and
  /// whoever put it there must not get rid of the manifest by that.
  ///
  /// git-annex keeps lists as it keeps data, and proves them itself. `latest.sha256` beside the link
  /// `latest` is a second name for what has its own.
  private static func unreadable(
    _ entry: DirectoryTree.Entry, in worktree: borrowing RootDirectory
  ) -> Found? {
    guard ManifestFormats.mayBe(entry.path), ManifestFormats.claims(entry.path) else { return nil }
    if let text = try? worktree.readLink(entry.path) {
      let isAnnexed = AnnexPointer.key(ofLink: text) != nil
      let dataset = NativeFormat.dataset(of: entry.path)
      let kind = dataset.flatMap { try? worktree.status($0) }?.kind
      if isAnnexed || kind == .symbolicLink { return nil }
    }
    let what = "it is a \(entry.status.typeName), and manifests are files"
    return .defect(entry.path, ManifestError(what, in: entry.path))
  }

  private static func mayHoldManifests(_ folder: RelativePath) -> Bool {
    !folder.name.elementsEqual(".git".utf8) && !folder.name.elementsEqual(".dvc".utf8)
  }

  /// What native manifests beside it describe: data, of which there may be a lot.
  private static func described(by files: [DirectoryTree.Entry]) -> Set<RelativePath> {
    Set(files.compactMap { NativeFormat.dataset(of: $0.path) })
  }

  /// What DVC's files say, whose folders may be as large, and need not have their names.
  private static func foundByDVC(
    _ files: [DirectoryTree.Entry], in worktree: borrowing RootDirectory
  ) -> [RelativePath: [Found]] {
    var found: [RelativePath: [Found]] = [:]
    for path in files.map(\.path) where DVCFormat().claims(path) {
      found[path] = read(path, in: worktree, nil, isNamed: false)
    }
    return found
  }

  /// A manifest may stand in the folder that it describes itself.
  private static func isInsideOther(_ found: Found, _ datasets: Set<RelativePath>) -> Bool {
    var folder = found.manifest.parent
    while let current = folder {
      if datasets.contains(current), current != found.dataset?.path { return true }
      folder = current.parent
    }
    return false
  }

  /// Newer clients of Hugging Face's hub write two files that name the same folder.
  private static func removeSecondNames(_ found: inout [Found]) {
    var seen: Set<RelativePath> = []
    // `CACHEDIR.TAG` stands behind `.gitignore`.
    found = found.reversed().filter { found in
      guard let dataset = found.dataset, dataset.format == HuggingFaceFormat().name else {
        return true
      }
      return seen.insert(dataset.path).inserted
    }.reversed()
  }

  private static func isInside(_ found: Found, _ datasets: Set<RelativePath>) -> Bool {
    found.dataset.map { datasets.contains($0.path) } == true
      || found.manifest.parent.map(datasets.contains) == true || isInsideOther(found, datasets)
  }

  /// Reads one manifest, unless it is sealed; one that cannot be read gives a defect.
  public static func read(
    _ manifest: RelativePath, in worktree: borrowing RootDirectory, seals: DatasetSeals? = nil
  ) -> [Found] {
    read(manifest, in: worktree, seals, isNamed: true)
  }

  /// A file that nobody named may be no manifest at all.
  private static func read(
    _ manifest: RelativePath, in worktree: borrowing RootDirectory, _ seals: DatasetSeals?,
    isNamed: Bool
  ) -> [Found] {
    if let sealed = NativeFormat.sealed(manifest, seals, in: worktree) { return [.dataset(sealed)] }
    do {
      let (bytes, status) = try worktree.readWithStatus(manifest, limit: NativeManifest.byteLimit)
      guard
        let datasets = try ManifestFormats.datasets(in: bytes, at: manifest, beside: worktree)
      else {
        guard isNamed else { return [] }
        return [.defect(manifest, ManifestError("it is no known kind of manifest", in: manifest))]
      }
      return datasets.map { .dataset($0.read(from: status)) }
    } catch {
      let explained = error as? any ExplainedError ?? Failure("cannot read '\(manifest)'")
      return [.defect(manifest, explained)]
    }
  }
}

extension ManifestSearch.Found {
  /// The dataset, unless this is a defect.
  public var dataset: DatasetManifest? {
    if case .dataset(let dataset) = self { dataset } else { nil }
  }

  /// Whether a file that nobody named is a manifest: because of its name, or because it proves
  /// something.
  fileprivate var isMeant: Bool {
    if ManifestFormats.claims(manifest) { return true }
    return switch self {
    case .dataset(let dataset): dataset.gap == nil
    case .defect(_, let error): !(error is ManifestError)
    }
  }

  /// The manifest, from the repository's root.
  public var manifest: RelativePath {
    switch self {
    case .dataset(let dataset): dataset.manifest
    case .defect(let path, _): path
    }
  }
}
