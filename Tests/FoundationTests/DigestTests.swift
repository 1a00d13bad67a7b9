// SPDX-License-Identifier: Apache-2.0

import Digests
import Files
import SystemPackage
import TestSupport
import Testing

/// Every hash function against OpenSSL's and the BLAKE2 reference code in Python's `hashlib`.
@Suite struct DigestTests {
  /// What `hashlib` calls a function; nil for those that it does not have.
  private static func python(_ algorithm: DigestAlgorithm) -> String? {
    let bytes = algorithm.byteCount
    let name = algorithm.rawValue
    if name.hasPrefix("blake2bp") || name.hasPrefix("blake2sp") || name == "blake3" { return nil }
    if name.hasPrefix("blake2") { return "hashlib.\(name.prefix(7))(data, digest_size=\(bytes))" }
    return "hashlib.new('\(name)', data)"
  }

  @Test(.enabled(if: PythonPeer.isInstalled, "needs python3"))
  func agreesWithPython() async throws {
    // Around the block sizes of all of them, and more than one buffer.
    let sizes = [
      0, 1, 55, 56, 63, 64, 65, 111, 112, 127, 128, 129, 135, 136, 137, 1023, 1024, 4097,
    ]
    let algorithms = DigestAlgorithm.allCases.filter { Self.python($0) != nil }
    let lines = algorithms.compactMap { Self.python($0).map { "  print(\($0).hexdigest())\n" } }
    let script =
      "import hashlib\nfor size in \(sizes):\n  data = bytes(i * 7 % 251 for i in range(size))\n"
      + lines.joined()
    let expected = try await PythonPeer.run(script).split(separator: "\n").map(String.init)
    let actual = sizes.flatMap { size in
      let data = Self.data(size)
      return algorithms.map { Digest.of(data, $0).hex }
    }
    #expect(actual == expected)
    #expect(algorithms.count == DigestAlgorithm.allCases.count - 4)
  }

  @Test(arguments: [
    // What git-annex 10.20230126 made of the same bytes.
    (
      DigestAlgorithm.blake2bp512, "hello BLAKE2BP512E\n",
      "9124f73f18c18c0dc2c101afe443974e24a65e28b5f88caf09b037e25e9e5980e27df3ac93a33d73712bbca42ece700d8448500e7531ad72a5716ee0b0a9308f"
    ),
    (
      .blake2sp224, "hello BLAKE2SP224E\n",
      "436cbc3f436428159bf92337d220359b18218ed95c5fe02f3fc16d54"
    ),
  ])
  func agreesWithGitAnnexOnLanes(_ algorithm: DigestAlgorithm, _ text: String, _ hex: String) {
    #expect(Digest.of(Array(text.utf8), algorithm).hex == hex)
  }

  /// Around blocks, chunks, and trees of chunks that are and are not complete.
  @Test(.enabled(if: Peers.has("b3sum"), "needs b3sum"))
  func agreesWithB3Sum() async throws {
    let scratch = try ScratchFolder()
    let shell = Shell(home: scratch.path, directory: scratch.path)
    let sizes = [0, 1, 63, 64, 65, 1023, 1024, 1025, 2048, 2049, 3072, 4097, 16384, 31 * 1024 + 1]
    for size in sizes {
      try AtomicFile.write(Self.data(size), to: scratch.path.appending("\(size)"))
    }
    let output = try await shell.run("b3sum", ["--no-names"] + sizes.map(String.init))
      .expecting(0).output
    #expect(
      output.split(separator: "\n").map(String.init)
        == sizes.map { Digest.of(Self.data($0), .blake3).hex })
  }

  @Test(arguments: DigestAlgorithm.allCases)
  func doesNotDependOnThePieces(_ algorithm: DigestAlgorithm) {
    var random = SeededGenerator(seed: 5)
    let data = Self.data(5000)
    var hasher = StreamHasher(algorithm)
    var rest = data[...]
    while !rest.isEmpty {
      let piece = rest.prefix(Int.random(in: 1...300, using: &random))
      hasher.update(piece)
      // Looking at what there is so far changes nothing.
      _ = hasher.finalize()
      rest = rest.dropFirst(piece.count)
    }
    #expect(hasher.finalize() == Digest.of(data, algorithm))
    #expect(hasher.finalize().bytes.count == algorithm.byteCount)
  }

  private static func data(_ size: Int) -> [UInt8] {
    (0..<size).map { UInt8(truncatingIfNeeded: $0 * 7 % 251) }
  }
}
