// SPDX-License-Identifier: Apache-2.0

/// FIPS 180-4 SHA-224, which swift-crypto does not have: SHA-256 from another start, cut short.
struct SHA224: Sendable {
  private static let blockSize = 64
  private static let constants: [UInt32] = [
    0x428a_2f98, 0x7137_4491, 0xb5c0_fbcf, 0xe9b5_dba5, 0x3956_c25b, 0x59f1_11f1, 0x923f_82a4,
    0xab1c_5ed5, 0xd807_aa98, 0x1283_5b01, 0x2431_85be, 0x550c_7dc3, 0x72be_5d74, 0x80de_b1fe,
    0x9bdc_06a7, 0xc19b_f174, 0xe49b_69c1, 0xefbe_4786, 0x0fc1_9dc6, 0x240c_a1cc, 0x2de9_2c6f,
    0x4a74_84aa, 0x5cb0_a9dc, 0x76f9_88da, 0x983e_5152, 0xa831_c66d, 0xb003_27c8, 0xbf59_7fc7,
    0xc6e0_0bf3, 0xd5a7_9147, 0x06ca_6351, 0x1429_2967, 0x27b7_0a85, 0x2e1b_2138, 0x4d2c_6dfc,
    0x5338_0d13, 0x650a_7354, 0x766a_0abb, 0x81c2_c92e, 0x9272_2c85, 0xa2bf_e8a1, 0xa81a_664b,
    0xc24b_8b70, 0xc76c_51a3, 0xd192_e819, 0xd699_0624, 0xf40e_3585, 0x106a_a070, 0x19a4_c116,
    0x1e37_6c08, 0x2748_774c, 0x34b0_bcb5, 0x391c_0cb3, 0x4ed8_aa4a, 0x5b9c_ca4f, 0x682e_6ff3,
    0x748f_82ee, 0x78a5_636f, 0x84c8_7814, 0x8cc7_0208, 0x90be_fffa, 0xa450_6ceb, 0xbef9_a3f7,
    0xc671_78f2,
  ]

  private var state: InlineArray<8, UInt32> = [
    0xc105_9ed8, 0x367c_d507, 0x3070_dd17, 0xf70e_5939, 0xffc0_0b31, 0x6858_1511, 0x64f9_8fa7,
    0xbefa_4fa4,
  ]
  private var block = [UInt8](repeating: 0, count: Self.blockSize)
  private var filled = 0
  private var total: UInt64 = 0

  /// Adds the bytes of a buffer at the end.
  mutating func update(bufferPointer: UnsafeRawBufferPointer) {
    for index in bufferPointer.indices { unsafe add(bufferPointer[index]) }
    total &+= UInt64(bufferPointer.count)
  }

  /// The digest of all bytes so far; more may follow.
  func finalize() -> [UInt8] {
    var copy = self
    copy.add(0x80)
    while copy.filled != Self.blockSize - 8 { copy.add(0) }
    let bits = total &* 8
    for shift in stride(from: UInt64(56), through: 0, by: -8) {
      copy.add(UInt8(truncatingIfNeeded: bits >> shift))
    }
    var digest: [UInt8] = []
    for index in 0..<7 {
      for shift in stride(from: UInt32(24), through: 0, by: -8) {
        digest.append(UInt8(truncatingIfNeeded: copy.state[index] >> shift))
      }
    }
    return digest
  }

  private mutating func add(_ byte: UInt8) {
    block[filled] = byte
    filled += 1
    guard filled == Self.blockSize else { return }
    compress()
    filled = 0
  }

  private mutating func compress() {
    var words = InlineArray<64, UInt32>(repeating: 0)
    for index in 0..<16 {
      let start = index * 4
      words[index] =
        UInt32(block[start]) << 24 | UInt32(block[start + 1]) << 16
        | UInt32(block[start + 2]) << 8 | UInt32(block[start + 3])
    }
    for index in 16..<64 {
      let (old, new) = (words[index - 15], words[index - 2])
      let first = Self.rotated(old, 7) ^ Self.rotated(old, 18) ^ old >> 3
      let second = Self.rotated(new, 17) ^ Self.rotated(new, 19) ^ new >> 10
      words[index] = words[index - 16] &+ first &+ words[index - 7] &+ second
    }
    var work = state
    for index in 0..<64 { Self.round(&work, words[index] &+ Self.constants[index]) }
    for index in 0..<8 { state[index] = state[index] &+ work[index] }
  }

  @inline(__always)
  private static func round(_ work: inout InlineArray<8, UInt32>, _ word: UInt32) {
    let (a, e) = (work[0], work[4])
    let choice = e & work[5] ^ ~e & work[6]
    let majority = a & work[1] ^ a & work[2] ^ work[1] & work[2]
    let first =
      work[7] &+ (rotated(e, 6) ^ rotated(e, 11) ^ rotated(e, 25)) &+ choice &+ word
    let second = (rotated(a, 2) ^ rotated(a, 13) ^ rotated(a, 22)) &+ majority
    for index in (1..<8).reversed() { work[index] = work[index - 1] }
    work[4] = work[4] &+ first
    work[0] = first &+ second
  }

  @inline(__always)
  private static func rotated(_ word: UInt32, _ count: UInt32) -> UInt32 {
    word &>> count | word &<< (32 &- count)
  }
}
