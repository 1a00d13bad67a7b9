// SPDX-License-Identifier: Apache-2.0

import Digests
import Files
import Manifests
import TestSupport
import Testing

@Suite struct AnnexKeyTests {
  static let hex = "5891b5b522d5df086d0ff0b110fbd9d21bb4fc7163af34d08286a2e846f6be03"
  static let text = "SHA256E-s6--\(hex).txt"

  private func key(_ text: String) throws -> AnnexKey { try AnnexKey(Array(text.utf8)) }

  @Test func readsBackendSizeAndDigest() throws {
    let key = try key(Self.text)
    #expect(key.backend == "SHA256E")
    #expect(key.size == 6)
    #expect(key.digest == Digest.of(Array("hello\n".utf8)))
  }

  @Test func knowsWhereTheContentIs() throws {
    // What `git annex examinekey --json` says of it.
    #expect(
      try key(Self.text).objectFolders.map(\.description) == ["mK/4w", "d91/b11", "mK", "d91"])
  }

  @Test func readsEscapedFileNames() throws {
    // Written by git-annex for `http://127.0.0.1:9/some/path,32?x=1&y=%20`.
    let name = "URL--http&c%%127.0.0.1&c9%some%path,,32,63x,611,38y,61&s20"
    let key = try AnnexKey(fileName: name.utf8)
    #expect(key.description == "URL--http://127.0.0.1:9/some/path,,32,63x,611,38y,61%20")
    #expect(String(decoding: key.fileName, as: UTF8.self) == name)
    #expect(throws: ManifestError.self) { try AnnexKey(fileName: "URL--a&xb".utf8) }
  }

  @Test func readsTheFieldsOfWORMKeysAndChunks() throws {
    let worm = try key("WORM-s1-m1795464306--w.dat")
    #expect(worm.modified == 1_795_464_306)
    #expect(worm.digest == nil)
    let chunk = try key("SHA256E-s20-S8-C2--\(Self.hex)")
    #expect(chunk.chunk?.size == 8 && chunk.chunk?.number == 2)
    // Its digest is of the whole, so it proves nothing of a file.
    #expect(chunk.digest == nil)
  }

  @Test(arguments: [
    ("WORM-s1-m1--x", false), ("URL--http://x", false), ("VURL--http://x", false),
    ("GIT--0123", false), ("SHA256-s1--abc", false), ("SHA256-s6--\(hex).txt", false),
    ("SHA256E-s6--\(hex.uppercased()).txt", false), ("SKEIN256-s6--\(hex)", true),
    ("XBLAKE3-s6--\(hex)", true), ("SHA3_224-s6--\(hex.prefix(56))", true),
  ])
  func tellsWhatIsNoDigestFromWhatItCannotCompute(_ text: String, _ isUnsupported: Bool) throws {
    switch try key(text).evidence {
    case .digest: Issue.record("it counts as a digest")
    case .none: #expect(!isUnsupported)
    case .unsupported: #expect(isUnsupported)
    }
  }

  @Test(arguments: [
    "", "SHA256", "SHA256-s6", "SHA256-s6--", "-s6--x", "sha256-s6--x", "SHA256-s--x",
    "SHA256-s-6--x", "SHA256-s99999999999999999999--x", "SHA256-S8--x", "SHA256-C2--x",
    "SHA256-s6--a\nb", "SHA256-s6-x", "0SHA--x",
  ])
  func refuses(_ text: String) {
    #expect(throws: ManifestError.self) { try key(text) }
  }

  @Test func knowsLinksOfLockedFiles() throws {
    let object = ".git/annex/objects/mK/4w/\(Self.text)/\(Self.text)"
    let lower = ".git/annex/objects/d91/b11/\(Self.text)/\(Self.text)"
    for target in [object, "../" + object, "../../" + lower] {
      #expect(AnnexPointer.key(ofLink: Array(target.utf8)) != nil, "\(target)")
    }
    let others = [
      "/x/" + object, "a/../" + object, object + "/x", object.replacing("mK", with: "aa"),
      ".git/annex/objects/mK/4w/\(Self.text)", ".git/annex/objects/mK/4w/\(Self.text)/other",
      ".git/annex/../objects/mK/4w/\(Self.text)/\(Self.text)", "../.git/config",
    ]
    for target in others {
      #expect(AnnexPointer.key(ofLink: Array(target.utf8)) == nil, "\(target)")
    }
    let place = try relative("data/x.txt")
    #expect(AnnexPointer.key(ofLink: Array(("../" + object).utf8), at: place) != nil)
    #expect(AnnexPointer.key(ofLink: Array(object.utf8), at: place) == nil)
    #expect(AnnexPointer.key(ofLink: Array(("../../" + object).utf8), at: place) == nil)
  }

  @Test func knowsTextsOfUnlockedFiles() {
    let pointer = "/annex/objects/\(Self.text)"
    let more = "\n/annex/later version\n"
    for text in [pointer, pointer + "\n", pointer + "\r\n", pointer + more] {
      #expect(AnnexPointer.key(ofText: Array(text.utf8))?.description == Self.text, "\(text)")
    }
    let padded = pointer + "\n" + String(repeating: "x", count: AnnexPointer.byteLimit)
    for text in ["", "x" + pointer, pointer + "\nmore\n", "/annex/objects/", padded] {
      #expect(AnnexPointer.key(ofText: Array(text.utf8)) == nil)
    }
  }

  @Test func neverTrapsOnDamage() {
    var random = SeededGenerator(seed: 11)
    let pointer = Array("/annex/objects/\(Self.text)\n".utf8)
    let link = Array("../.git/annex/objects/mK/4w/\(Self.text)/\(Self.text)".utf8)
    var refusals = 0
    for _ in 0..<5_000 {
      if AnnexPointer.key(ofText: random.mutated(pointer)) == nil { refusals += 1 }
      if AnnexPointer.key(ofLink: random.mutated(link)) == nil { refusals += 1 }
      if let key = try? AnnexKey(fileName: random.mutated(Array(Self.text.utf8))) {
        // What is taken can be written again, and has places.
        #expect((try? AnnexKey(fileName: key.fileName)) == key)
        #expect(key.objectPaths.count == 4)
      }
    }
    #expect(refusals > 5_000)
  }
}
