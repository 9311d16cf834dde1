// What the tensor cores of a warp do: mma.sync.aligned.m16n8k16 of bfloat16 with sums in float32, lane by lane as the PTX ISA lays them out.
#pragma once
#include <algorithm>
#include <cmath>

// What a lane gives, in its own memory.
struct Fragments
{
    float* sums; // of 16 rows by 8 columns: two rows of two columns
    const unsigned* left; // of 16 rows by 16 terms: four words of two terms
    const unsigned* right; // of 16 terms by 8 columns: two words of two terms
};

class Mma
{
public:
    static constexpr unsigned Lanes = 32;

    // sums += left·right.
    static void run(const Fragments (&lanes)[Lanes])
    {
        double left[Rows][Terms], right[Columns][Terms];
        for (unsigned lane = 0; lane < Lanes; lane++)
        {
            unsigned line = lane / 4;
            for (unsigned half = 0; half < 2; half++)
            {
                unsigned term = lane % 4 * 2 + half;
                for (unsigned word = 0; word < 4; word++)
                    left[line + word % 2 * 8][term + word / 2 * 8] = number(lanes[lane].left[word], half);
                for (unsigned word = 0; word < 2; word++)
                    right[line][term + word * 8] = number(lanes[lane].right[word], half);
            }
        }
        for (unsigned lane = 0; lane < Lanes; lane++)
        {
            for (unsigned i = 0; i < 4; i++)
                lanes[lane].sums[i] = sum(lanes[lane].sums[i], left[lane / 4 + i / 2 * 8], right[lane % 4 * 2 + i % 2]);
        }
    }

private:
    static constexpr unsigned Rows = 16, Columns = 8, Terms = 16;

    // A bfloat16 of a word: the lower half is the first.
    static double number(unsigned word, unsigned half)
    {
        return __builtin_bit_cast(float, half == 0 ? word << 16 : word & 0xffff0000u);
    }

    // Products are exact. How they are added is not said but for "at least single precision"; devices shift the addends to the place of the largest,
    // and cut off what is below its last bits. Here no bit is kept below those of a float32, fewer than on any device that has been looked at.
    static float sum(float start, const double* left, const double* right)
    {
        double addends[Terms + 1] = {start};
        double largest = std::fabs(start);
        bool isFinite = std::isfinite(start);
        for (unsigned term = 0; term < Terms; term++)
        {
            addends[term + 1] = left[term] * right[term];
            largest = std::max(largest, std::fabs(addends[term + 1]));
            isFinite &= std::isfinite(addends[term + 1]);
        }
        double total = 0;
        if (!isFinite)
        {
            for (double addend : addends)
                total += addend;
            return static_cast<float>(total);
        }
        if (largest == 0)
            return 0;
        double unit = std::ldexp(1.0, 23 - std::ilogb(largest));
        for (double addend : addends)
            total += std::trunc(addend * unit);
        total /= unit;
        float result = static_cast<float>(total);
        return std::fabs(result) > std::fabs(total) ? std::nextafter(result, 0.0f) : result;
    }
};
