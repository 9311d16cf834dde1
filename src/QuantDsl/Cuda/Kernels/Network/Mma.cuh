// The tensor cores' instruction for products of bfloat16, which have the exponent of a float32 and the first 8 bits of its mantissa.

// sums += left·right, by the 32 lanes of a warp together: 16 rows by 8 columns, 16 terms. Lane 4i + j has of the left the rows i and i + 8 at the
// terms 2j, 2j + 1 and 2j + 8, 2j + 9 (row i, row i + 8, then both at the later terms); of the right the column i at those terms; of the sums the
// rows i and i + 8 in the columns 2j and 2j + 1. A word has two terms, the first in its lower half. Products are exact; sums are float32, but cut
// off where a float32 addition would round.
__device__ __forceinline__ void multiplyAdd(float (&sums)[4], const unsigned (&left)[4], const unsigned (&right)[2])
{
#ifdef EMULATED
    emulatedMultiplyAdd(sums, left, right);
#else
    asm volatile(
        "mma.sync.aligned.m16n8k16.row.col.f32.bf16.bf16.f32 {%0, %1, %2, %3}, {%4, %5, %6, %7}, {%8, %9}, {%0, %1, %2, %3};"
        : "+f"(sums[0]), "+f"(sums[1]), "+f"(sums[2]), "+f"(sums[3])
        : "r"(left[0]), "r"(left[1]), "r"(left[2]), "r"(left[3]), "r"(right[0]), "r"(right[1]));
#endif
}
