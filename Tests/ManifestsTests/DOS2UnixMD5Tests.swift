// SPDX-License-Identifier: Apache-2.0

import Digests
import Manifests
import Testing

@Suite struct DOS2UnixMD5Tests {
  private func digest(_ content: [UInt8], _ decision: DOS2UnixMD5.Decision, step: Int = 1 << 16)
    -> Digest
  {
    var hasher = DOS2UnixMD5(decision)
    var start = 0
    while start < content.count {
      let end = min(start + step, content.count)
      hasher.update(content.span.extracting(start..<end))
      start = end
    }
    return hasher.finalize()
  }

  @Test(arguments: DOS2UnixMD5.Decision.allCases)
  func readsWindowsLineEndsAsUnix(_ decision: DOS2UnixMD5.Decision) {
    let unix = Digest.of(Array("a\n\rb\r\rc\n".utf8), .md5)
    #expect(digest(Array("a\r\n\rb\r\rc\r\n".utf8), decision, step: 1) == unix)
  }

  @Test(arguments: [
    [UInt8](repeating: 0, count: 1) + Array("\r\n".utf8),
    [UInt8](repeating: 0xc3, count: 4) + Array("123456\r\n".utf8),
  ])
  func leavesBinaryAlone(_ content: [UInt8]) {
    #expect(digest(content, .once) == Digest.of(content, .md5))
  }

  @Test func takesThirtyPercentOfOddBytesForText() {
    let content = [UInt8](repeating: 0xc3, count: 3) + Array("12345\r\n".utf8)
    #expect(digest(content, .once) != Digest.of(content, .md5))
  }

  @Test func leavesALineEndThatLiesAcrossTwoChunks() {
    let first = [UInt8](repeating: 0x61, count: (1 << 20) - 1) + [0x0d]
    #expect(digest(first + [0x0a], .once) == Digest.of(first + [0x0a], .md5))
  }

  @Test func decidesOnceOrForEachChunk() {
    let text = [UInt8](repeating: 0x61, count: 1 << 20)
    let binary: [UInt8] = [0, 0x0d, 0x0a]
    #expect(digest(text + binary, .everyChunk) == Digest.of(text + binary, .md5))
    #expect(digest(text + binary, .once) == Digest.of(text + [0, 0x0a], .md5))
  }
}
