// SPDX-License-Identifier: Apache-2.0

import Digests
import Files
import Findings

@testable import Manifests

extension FuzzTarget {
  private static let sha256 = Digest.of([]).hex
  private static let md5 = Digest.of([], .md5).hex

  /// The native manifest: what is taken is written byte for byte, and every refusal has a line.
  static let manifest = FuzzTarget(
    "manifest",
    seeds: [
      "\(sha256)  a\n\\\(sha256)  b\\nc\n\(sha256)  sub/d\n", "\(sha256)  é\n\(sha256)  ÿ/x y\n",
    ]
  ) { bytes in
    do {
      let manifest = try NativeManifest(parsing: bytes)
      try require(manifest.bytes == bytes, "a manifest keeps its bytes")
      let records = Array(manifest)
      try require(
        try NativeManifest(records).bytes == bytes, "a manifest is written as it was read")
      for (record, next) in zip(records, records.dropFirst()) {
        try require(record.path < next.path, "paths ascend")
      }
    } catch let error as ManifestError {
      try require(error.line.map { $0 >= 1 } ?? true, "lines count from 1")
      try require(error.line != nil || bytes.isEmpty, "a refusal names its line: \(error.message)")
    }
  }

  /// Two manifests with a NUL between them, the newer one in pieces as long as the first byte says:
  /// what is found is what both whole texts show.
  static let manifestComparison = FuzzTarget(
    "manifest-comparison",
    seeds: [
      "\u{7}\(sha256)  a\n\(sha256)  b\n\0\(sha256)  a\n\(sha256)  c\n",
      "\u{64}\(sha256)  a\n\\\(sha256)  b\\nc\n\0\(sha256)  a\n\(sha256)  é\n",
    ]
  ) { bytes in
    let texts = bytes.dropFirst().split(
      separator: 0, maxSplits: 1, omittingEmptySubsequences: false)
    guard texts.count == 2, let length = bytes.first.map(Int.init), length > 0,
      let old = try? NativeManifest(parsing: Array(texts[0]))
    else { return }
    var comparison = ManifestComparison(since: old)
    do {
      for start in stride(from: texts[1].startIndex, to: texts[1].endIndex, by: length) {
        try comparison.add(texts[1][start...].prefix(length))
      }
      try comparison.finish()
      let new = try NativeManifest(parsing: Array(texts[1]))
      try require(comparison.changes == new.changes(since: old), "pieces differ as the whole")
      try require(comparison.count == new.count, "each line counts once")
    } catch let error as ManifestError {
      guard !texts[1].isEmpty else { return }
      let whole = try read { try NativeManifest(parsing: Array(texts[1])) }
      try require(whole == nil, "what the whole has no fault in is taken: \(error.message)")
      try require((error.line ?? 0) >= 1, "a refusal names its line: \(error.message)")
    }
  }

  /// DVC's and AWS's settings: keys have names, and every refusal has a line.
  static let settings = FuzzTarget(
    "settings",
    seeds: [
      "[core]\n    remote = store  # x\n['remote \"store\"']\n    url = \"../r#1\"\n",
      "[profile x]\nregion = eu\ns3 =\n  endpoint_url = http://h\n; x\noutput = json\n",
    ]
  ) { bytes in
    for style in [INIFile.Style.dvc, .aws] {
      do {
        let file = try INIFile(parsing: bytes, style: style)
        let keys = file.sections.values.flatMap(\.keys)
        try require(keys.allSatisfy { !$0.isEmpty && !$0.contains("\n") }, "keys have names")
      } catch let error as Failure {
        let isNamed = error.message.hasPrefix("line ") || error.message == "it is not UTF-8"
        try require(isNamed, "a refusal names its line: \(error.message)")
      }
    }
  }

  /// Compressed bytes: never more comes out than was asked for.
  static let inflate = FuzzTarget(
    "inflate",
    seeds: [
      // As it is, in the fixed code, and in one of its own.
      [1, 3, 0, 0xfc, 0xff, 1, 2, 3], [0x4b, 0x4c, 0x4c, 0x4c, 0x4c, 0x44, 0x25, 0],
      [
        229, 142, 203, 13, 128, 48, 12, 67, 87, 241, 0, 108, 192, 52, 1, 218, 18, 160, 77, 41, 45,
        191, 233, 137, 56, 34, 196, 2, 220, 108, 249, 233, 201, 185, 55, 152, 11, 183, 35, 154, 36,
        91, 128, 149, 29, 67, 241, 113, 129, 172, 38, 33, 235, 60, 209, 121, 160, 19, 87, 221, 237,
        29, 38, 71, 28, 64, 161, 123, 166, 26, 145, 148, 247, 7, 26, 133, 55, 206, 61, 44, 175, 70,
        125, 167, 9, 152, 120, 46, 146, 212, 225, 150, 15, 249, 127, 159, 92,
      ],
    ]
  ) { bytes in
    guard let content = try? Inflate.inflate(bytes, limit: 4096) else { return }
    try require(content.count <= 4096, "the limit holds")
  }

  /// A `.dvc` file, with a folder and a list of files.
  static let dvcFile = FuzzTarget(
    "dvc",
    seeds: [
      "outs:\n- md5: \(md5).dir\n  size: 9\n  nfiles: 2\n  hash: md5\n  path: x\n",
      "wdir: ..\nouts:\n- path: y\n  files:\n  - relpath: a\n    md5: \(md5)\n    size: 1\n",
      "deps:\n- path: p\nouts:\n- md5: \(md5)\n  path: ../q\n  cache: false\n",
    ]
  ) { bytes in
    try datasets(in: bytes, of: "data/x.dvc")
  }

  /// The list of a folder's files that DVC keeps in its cache: what we write of any names is JSON.
  static let dvcList = FuzzTarget("dvc-list", seeds: ["a\0sub/b\0é\0\u{1F600}\n\"\\\u{7f}"]) {
    bytes in
    let names = bytes.split(separator: 0).compactMap { RelativePath(bytes: Array($0)) }
    let list = DVCDirectoryList(names.map { ($0, Digest.of($0.bytes, .md5)) })
    try require(list.bytes.allSatisfy { (0x20..<0x7f).contains($0) }, "the list is ASCII")
  }

  /// A pointer: what is written of it reads as the same.
  static let lfsPointer = FuzzTarget(
    "lfs-pointer",
    seeds: [
      "version https://git-lfs.github.com/spec/v1\noid sha256:\(sha256)\nsize 12345\n",
      "version https://git-lfs.github.com/spec/v1\next-0-x sha256:\(sha256)\noid sha256:\(sha256)\nsize 1\n",
    ]
  ) { bytes in
    guard let pointer = try read({ try LFSPointer(parsing: bytes) }) else { return }
    // An old version's line is shorter than the one that is written.
    if pointer.bytes.count <= LFSPointer.byteLimit {
      let again = try LFSPointer(parsing: pointer.bytes)
      try require(again.isCanonical, "a written pointer is canonical")
      try require(pointer.size == again.size, "a pointer keeps its size")
    }
    try require(
      !pointer.isCanonical || pointer.bytes == bytes, "a canonical pointer keeps its bytes")
    try datasets(in: bytes, of: "model.bin")
  }

  /// Any format's manifest: the first line is its name, the last lines stand beside it.
  static let anyManifest = FuzzTarget(
    "any-manifest",
    seeds: [
      "x.sha256\n\(sha256)  a\n", "x.dvc\nouts:\n- md5: \(md5)\n  path: x\n",
      "x.bin\nversion https://git-lfs.github.com/spec/v1\noid sha256:\(sha256)\nsize 1\n",
      "SHA256SUMS\n\(sha256) *a\n", "manifest-sha256.txt\n\(sha256)  data/a\n",
      "bagit.txt\nBagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n",
      "datapackage.json\n"
        + #"{"resources":[{"name":"a","path":"a.csv","hash":"sha256:\#(sha256)","bytes":0}]}"#,
      "datapackage.yaml\nresources:\n- {path: a.csv, hash: 'sha256:\(sha256)', bytes: 0}\n",
      "x\n/annex/objects/SHA256E-s0--\(sha256).csv\n",
    ]
  ) { bytes in
    let parts = bytes.split(separator: 0x0a, maxSplits: 1, omittingEmptySubsequences: false)
    try datasets(
      in: Array(parts.dropFirst().first ?? []), of: String(decoding: parts[0], as: UTF8.self))
  }

  private static func datasets(in bytes: [UInt8], of name: String) throws {
    guard let path = RelativePath(name) else { return }
    _ = try read {
      try ManifestFormats.datasets(in: bytes, at: path, beside: Surroundings(content: bytes))
    }
  }
}

/// A folder in which every file has the same content as the manifest.
private struct Surroundings: ManifestSurroundings {
  let content: [UInt8]

  func read(_ path: RelativePath, limit: Int) -> [UInt8]? {
    path.bytes.count % 2 == 0 && content.count <= limit ? content : nil
  }

  func link(_ path: RelativePath) -> [UInt8]? { path.bytes.count % 3 == 0 ? content : nil }

  func names(in folder: RelativePath?) -> [RelativePath] {
    ["data", "bagit.txt", "tagmanifest-sha256.txt"].compactMap { name in
      RelativePath(name).map { folder?.appending($0) ?? $0 }
    }
  }
}
