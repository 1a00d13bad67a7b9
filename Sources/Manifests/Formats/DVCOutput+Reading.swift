// SPDX-License-Identifier: Apache-2.0

import Digests
import Files
import YAML

extension DVCOutput {
  private static let folderSuffix = ".dir"

  init(_ node: YAMLNode) throws(ManifestError) {
    guard node.mapping != nil, let path = node["path"]?.text, !path.isEmpty else {
      throw ManifestError("an output has no 'path'", line: node.mark.line)
    }
    self.path = path
    line = node.mark.line
    hash = Self.hash(node["hash"])
    let text = node["md5"].flatMap { $0.isNull ? nil : $0.text }
    isFolder = text?.hasSuffix(Self.folderSuffix) ?? false
    digest = try text.map { text throws(ManifestError) in
      let length = text.hasSuffix(Self.folderSuffix) ? Self.folderSuffix.count : 0
      return try Self.digest(String(text.dropLast(length)), node.mark.line)
    }
    size = try Self.integer("size", of: node)
    fileCount = try Self.integer("nfiles", of: node)
    files = try Self.files(node["files"])
    versions = Self.versions(node["cloud"])
    isCached = node["cache"]?.bool ?? true
    isPushed = node["push"]?.bool ?? true
    remote = node["remote"]?.text
  }

  /// Entries of DVC before version 3 name no hash.
  private static func hash(_ node: YAMLNode?) -> Hash {
    guard let node, !node.isNull else { return .dos2unix }
    return switch node.text {
    case "md5": .md5
    case "md5-dos2unix": .dos2unix
    default: .other(node.text ?? "")
    }
  }

  /// The files of a folder on a remote that keeps versions itself.
  private static func files(_ list: YAMLNode?) throws(ManifestError) -> [File]? {
    guard let list, !list.isNull else { return nil }
    guard let nodes = list.sequence else {
      throw ManifestError("'files' is not a list", line: list.mark.line)
    }
    var files: [File] = []
    for node in nodes {
      guard let path = node["relpath"]?.text.flatMap({ RelativePath($0) }) else {
        throw ManifestError("a file has no 'relpath' beneath the folder", line: node.mark.line)
      }
      let text = node["md5"].flatMap { $0.isNull ? nil : $0.text }
      files.append(
        File(
          path: path,
          digest: try text.map { text throws(ManifestError) in
            try digest(text, node.mark.line)
          },
          size: try integer("size", of: node), versions: versions(node["cloud"])))
    }
    return files
  }

  private static func versions(_ cloud: YAMLNode?) -> [Version] {
    (cloud?.mapping ?? []).compactMap { remote, node in
      remote.text.map {
        Version(remote: $0, etag: node["etag"]?.text, versionID: node["version_id"]?.text)
      }
    }
  }

  private static func digest(_ text: String, _ line: Int) throws(ManifestError) -> Digest {
    guard let digest = Digest(.md5, hex: text), digest.hex == text else {
      throw ManifestError("the md5 is not 32 lower-case hexadecimal digits", line: line)
    }
    return digest
  }

  private static func integer(_ key: String, of node: YAMLNode) throws(ManifestError) -> Int64? {
    guard let value = node[key], !value.isNull else { return nil }
    guard let number = value.integer, number >= 0 else {
      throw ManifestError("'\(key)' is not a number", line: value.mark.line)
    }
    return number
  }
}
