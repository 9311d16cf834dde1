// Runs the blocks of a launch.
#pragma once
#include <algorithm>
#include <map>
#include <memory>
#include <mutex>
#include <thread>

#include "Block.h"

// Blocks whose fibers are there to be used again, by their number of threads. A block is bound to no thread of the system between launches.
class BlockPool
{
public:
    std::unique_ptr<Block> take(unsigned threads)
    {
        std::lock_guard lock(_mutex);
        auto& free = _free[threads];
        if (free.empty())
            return std::make_unique<Block>(threads);
        std::unique_ptr<Block> block = std::move(free.back());
        free.pop_back();
        return block;
    }

    void put(unsigned threads, std::unique_ptr<Block> block)
    {
        std::lock_guard lock(_mutex);
        _free[threads].push_back(std::move(block));
    }

private:
    std::mutex _mutex;
    std::map<unsigned, std::vector<std::unique_ptr<Block>>> _free;
};

// All blocks of a cooperative launch run at the same time, each on a thread; those of others two at a time, in the order of the seed, or one at
// a time if the program is traced.
inline void runGrid(BlockPool& pool, Launch& launch, bool isCooperative, bool isTraced)
{
    std::vector<unsigned> order = shuffled(launch.blocks, launch.seed);
    std::atomic<unsigned> next{0};
    auto work = [&]
    {
        std::unique_ptr<Block> block = pool.take(launch.threads);
        for (unsigned i = next++; i < launch.blocks && !launch.failed; i = next++)
        {
            block->run(launch, order[i]);
            if (isCooperative)
                break;
        }
        if (!launch.failed)
            pool.put(launch.threads, std::move(block));
    };
    std::vector<std::thread> workers;
    for (unsigned i = 0; i < (isCooperative ? launch.blocks : std::min(isTraced ? 1u : 2u, launch.blocks)); i++)
        workers.emplace_back(work);
    for (std::thread& worker : workers)
        worker.join();
}
