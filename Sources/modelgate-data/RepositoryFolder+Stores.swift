// SPDX-License-Identifier: Apache-2.0

import Datasets
import Files
import Findings
import GitAccess
import Manifests
import SystemPackage

extension RepositoryFolder {
  /// The datasets that git-annex and Git LFS keep, as HEAD has them; none where neither was used.
  ///
  /// What was found in the worktree tells whether it was.
  func stored(_ known: KnownDatasets, _ root: borrowing RootDirectory) throws
    -> (datasets: [DatasetManifest], problems: [any ExplainedError])
  {
    guard try hasStore(known, root) else { return ([], []) }
    let repository = try Repository(at: path)
    guard let head = try repository.head().commit else { return ([], []) }
    let found = try StoredDatasets(in: try repository.commit(head).tree, of: repository)
    return (found.datasets, found.undecided)
  }

  /// The file or folder at a path of HEAD, when git-annex or Git LFS keeps any of it.
  func stored(
    at place: RelativePath, _ known: KnownDatasets, _ root: borrowing RootDirectory
  ) throws -> DatasetManifest? {
    guard try hasStore(known, root) else { return nil }
    let repository = try Repository(at: path)
    guard let head = try repository.head().commit,
      let dataset = try GitDataset(
        at: place, tree: try repository.commit(head).tree, of: repository),
      dataset.format != "git"
    else { return nil }
    return try dataset.described(from: repository)
  }

  /// Whether there is a trace of either: a repository without one is not walked for nothing.
  private func hasStore(_ known: KnownDatasets, _ root: borrowing RootDirectory) throws -> Bool {
    let own = commonDirectory
    let isUsed = ["annex", "lfs"].contains { name in
      own.map { (try? FileStatus(following: $0.appending(name))) != nil } ?? false
    }
    // Attributes are all there is in a clone where Git LFS never ran, or git-annex in one of one
    // branch whose files are unlocked.
    return try isUsed || own.map { says(lfsSection, $0.appending("config")) } ?? false
      || own.map { says(lfsFilter, $0.appending("info/attributes")) } ?? false
      || known.attributes.contains { file in
        [lfsFilter, "annex"].contains { says($0, path.appending(file)) }
      }
      || own.map(hasAnnexBranch) ?? false || hasAnnexedLink(known.links, root)
      || hasAttributes(inside: known.partial)
  }

  /// Whether somebody else's branch of git-annex is here, as in every clone, also where git-annex
  /// never ran.
  private func hasAnnexBranch(_ own: FilePath) -> Bool {
    let remotes = own.appending("refs/remotes")
    let names = (try? Folder.names(in: remotes)) ?? []
    let packed = (try? SmallFile.read(own.appending("packed-refs"), limit: 1 << 24)) ?? []
    return packed.split(separator: UInt8(ascii: "\n")).contains { $0.ends(with: "/git-annex") }
      || names.contains { name in
        let branch = remotes.appending(String(decoding: name, as: UTF8.self))
          .appending("git-annex")
        return (try? FileStatus(branch)) != nil
      }
  }

  /// Links are all there is in a clone of one branch.
  private func hasAnnexedLink(_ links: [RelativePath], _ root: borrowing RootDirectory) -> Bool {
    for link in links {
      if let text = try? root.readLink(link), AnnexPointer.key(ofLink: text) != nil { return true }
    }
    return false
  }

  private var lfsSection: String { "[filter \"lfs\"]" }
  private var lfsFilter: String { "filter=lfs" }

  /// Whether HEAD has attributes for Git LFS somewhere in folders that nobody searched.
  private func hasAttributes(inside folders: [RelativePath]) throws -> Bool {
    // A `.git` without HEAD is no repository, and has no commit that could tell.
    guard !folders.isEmpty, let own = commonDirectory,
      (try? FileStatus(own.appending("HEAD"))) != nil
    else { return false }
    let repository = try Repository(at: path)
    guard let head = try repository.head().commit else { return false }
    let tree = try repository.commit(head).tree
    let name = ".gitattributes"
    var search = NameSearch(NameSieve(endings: [name])) { $0.bytes.elementsEqual(name.utf8) }
    for folder in folders {
      guard let entry = try repository.entry(at: folder, in: tree), entry.kind == .tree else {
        continue
      }
      for file in try search.paths(in: entry.id, of: repository) {
        guard let found = try repository.entry(at: file, in: entry.id),
          [.file, .executable].contains(found.kind)
        else { continue }
        if says(lfsFilter, try repository.blob(found.id, limit: 1 << 24)) { return true }
      }
    }
    return false
  }

  private func says(_ text: String, _ file: FilePath) -> Bool {
    (try? SmallFile.read(file, limit: 1 << 20)).map { says(text, $0) } ?? false
  }

  private func says(_ text: String, _ bytes: [UInt8]) -> Bool {
    String(decoding: bytes, as: UTF8.self).contains(text)
  }
}

extension ArraySlice<UInt8> {
  fileprivate func ends(with text: String) -> Bool {
    suffix(text.utf8.count).elementsEqual(text.utf8)
  }
}
