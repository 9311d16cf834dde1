// One block: its CUDA threads are fibers of the calling thread, each of which runs until it has to wait for others.
#pragma once
#include <atomic>
#include <chrono>
#include <csetjmp>
#include <sched.h>
#include <mutex>
#include <string>
#include <sys/mman.h>
#include <ucontext.h>
#include <unistd.h>
#include <unordered_map>
#include <utility>
#include <vector>

#include "Calls.h"
#include "Mma.h"
#include "Traces.h"

// What all blocks of a launch share.
struct Launch
{
    static constexpr unsigned Dawdling = 4; // seeds from here on

    EmulatedKernel kernel;
    void* const* arguments;
    unsigned blocks;
    unsigned threads;
    unsigned seed;                       // of the order in which blocks, warps and lanes go; 0: ascending; some let blocks dawdle
    Running running{};
    std::atomic<bool> failed{false};
    std::atomic<unsigned long> steps{0}; // barriers passed and blocks ended: whether anything goes on
    std::string failure{};

    void fail(std::string message)
    {
        if (!failed.exchange(true))
            failure = std::move(message);
    }
};

// A permutation of 0..count-1; the same for the same seed.
inline std::vector<unsigned> shuffled(unsigned count, unsigned seed)
{
    std::vector<unsigned> order(count);
    for (unsigned i = 0; i < count; i++)
        order[i] = i;
    unsigned long long state = seed * 0x9E3779B97F4A7C15ull;
    for (unsigned i = count; seed != 0 && i > 1; i--)
    {
        state = state * 6364136223846793005ull + 1442695040888963407ull;
        std::swap(order[i - 1], order[(state >> 33) % i]);
    }
    return order;
}

class Block
{
public:
    static constexpr unsigned WarpSize = 32;

    explicit Block(unsigned threads) : _fibers(threads), _warps(threads / WarpSize)
    {
        _stacks = static_cast<char*>(
            mmap(nullptr, threads * StackSize, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0));
        for (unsigned i = 0; i < threads; i++)
        {
            ucontext_t& start = _fibers[i].start;
            getcontext(&start);
            start.uc_stack.ss_sp = _stacks + i * StackSize;
            start.uc_stack.ss_size = StackSize;
            makecontext(&start, &Block::fiberMain, 0);
        }
    }

    ~Block() { munmap(_stacks, _fibers.size() * StackSize); }

    Block(const Block&) = delete;

    // The block that runs on this thread. Not inline: a fiber may go on on another thread, where the variable has another address.
    __attribute__((noinline)) static Block& current() { return *_current; }

    unsigned thread() const { return _running; }
    unsigned number() const { return _number; }
    const Launch& launch() const { return *_launch; }

    // Runs block `number`. A block that failed must not be used again: its fibers are stuck in the middle of the kernel.
    void run(Launch& launch, unsigned number)
    {
        _current = this;
        _launch = &launch;
        _number = number;
        _ended = 0;
        _stepsSeen = NoSteps;
        _chance = launch.seed + number;
        _barriers = 0;
        _fences = 0;
        _traces.clear();
        _page = 0;
        for (Fiber& fiber : _fibers)
            fiber.state = Ready;
        std::vector<unsigned> warps = shuffled(_warps.size(), launch.seed);
        while (_ended < _fibers.size() && !launch.failed)
        {
            bool any = false;
            for (unsigned warp : warps)
                any |= runWarp(warp);
            if (!any && !launch.failed)
                launch.fail(stuck());
        }
        launch.steps++;
    }

    // __syncthreads: every thread of the block has to come, and to the same line.
    void barrier(int line)
    {
        if (!meet(_barrier, _fibers.size(), line, AtBarrier))
            return;
        _launch->steps++;
        _barriers++;
        dawdle();
    }

    // An access by the running thread; traces are those of memory on the device, at a byte of an allocation of a size, null for memory that the block
    // has for itself.
    void access(const char* address, unsigned bytes, bool isWrite, Trace* traces = nullptr, size_t place = 0, size_t size = 0)
    {
        if (address >= _stacks && address < _stacks + _fibers.size() * StackSize)
            return; // its own
        const char* wrong = nullptr;
        unsigned i = 0;
        {
            static std::mutex mutex; // blocks of a cooperative launch are on threads of their own
            std::unique_lock lock(mutex, std::defer_lock);
            if (traces != nullptr && _launch->running.isCooperative)
                lock.lock();
            for (; i < bytes && wrong == nullptr; i++)
            {
                Trace& trace = traces != nullptr ? traces[i] : shared(address + i);
                wrong = trace.note(_launch->running, _fences / 2, _number, _barriers, _running, isWrite);
            }
        }
        if (wrong == nullptr)
            return;
        std::string what = traces == nullptr ? "shared memory"
            : "byte " + std::to_string(place + i - 1) + " of an allocation of " + std::to_string(size) + " bytes";
        abandon("block " + std::to_string(_number) + ", thread " + std::to_string(_running) + (isWrite ? " writes " : " reads ") + what + ": " + wrong);
    }

    // __threadfence: the first thread has one before it comes to a barrier of the grid, and one when all blocks have come.
    void fence()
    {
        std::atomic_thread_fence(std::memory_order_seq_cst);
        if (_running == 0)
            _fences++;
    }

    // Whether an address is where the block has last touched memory of its own.
    bool isNearby(const char* address) const { return reinterpret_cast<uintptr_t>(address) / PageSize == _page; }

    [[noreturn]] void abandon(std::string message)
    {
        _launch->fail(std::move(message));
        _longjmp(_scheduler, 1);
    }

    // __shfl_down_sync: the lanes of a warp exchange values. Slots alternate, for a lane may be ahead by one exchange.
    double shuffleDown(unsigned mask, double value, int offset, int line)
    {
        if (mask != 0xffffffff)
            abandon("line " + std::to_string(line) + ": a shuffle of some lanes only is not emulated");
        Warp& warp = _warps[_running / WarpSize];
        unsigned lane = _running % WarpSize;
        double* slots = warp.slots[warp.exchanges % 2];
        slots[lane] = value;
        if (meet(warp.meeting, WarpSize, line, AtShuffle))
            warp.exchanges++;
        return lane + offset < WarpSize ? slots[lane + offset] : value;
    }

    // __ballot_sync: the votes of a warp's lanes.
    unsigned ballot(unsigned mask, bool vote, int line)
    {
        if (mask != 0xffffffff)
            abandon("line " + std::to_string(line) + ": a ballot of some lanes only is not emulated");
        Warp& warp = _warps[_running / WarpSize];
        unsigned* votes = &warp.votes[warp.ballots % 2];
        *votes = (*votes & ~(1u << _running % WarpSize)) | (unsigned)vote << _running % WarpSize;
        if (meet(warp.meeting, WarpSize, line, AtShuffle))
            warp.ballots++;
        return *votes;
    }

    // mma.sync: the last lane to come does the work of all, whose operands and sums wait in their memory.
    void multiplyAdd(float* sums, const unsigned* left, const unsigned* right, int line)
    {
        Warp& warp = _warps[_running / WarpSize];
        warp.fragments[_running % WarpSize] = {sums, left, right};
        if (meet(warp.meeting, WarpSize, line, AtShuffle))
            Mma::run(warp.fragments);
    }

    // __nanosleep: others go first. Gives up when nothing at all has gone on for long.
    void sleep()
    {
        using Clock = std::chrono::steady_clock;
        if (unsigned long steps = _launch->steps; steps != _stepsSeen)
        {
            _stepsSeen = steps;
            _quietSince = Clock::now();
        }
        else if (Clock::now() - _quietSince > std::chrono::seconds(3))
            abandon("block " + std::to_string(_number) + " waits for other blocks, but none goes on");
        _fibers[_running].state = Sleeping;
        sched_yield();
        leave();
    }

private:
    enum State { Ready, AtBarrier, AtShuffle, Sleeping, Ended };

    // Threads that wait for each other.
    struct Meeting
    {
        unsigned arrived = 0;
        int line = 0;
    };

    struct Fiber
    {
        ucontext_t start;
        jmp_buf at;
        bool isStarted = false;
        State state = Ready;
    };

    struct Warp
    {
        Meeting meeting;
        unsigned exchanges = 0;
        double slots[2][WarpSize];
        unsigned ballots = 0;
        unsigned votes[2];
        Fragments fragments[WarpSize];
    };

    static constexpr size_t StackSize = 64 * 1024 + 5 * 64; // not a power of two: tops of stacks would share a few lines of the cache
    static constexpr unsigned long NoSteps = ~0ul;
    static constexpr uintptr_t PageSize = 4096;

    // Runs the lanes of a warp until all of them wait for other warps: the order that shows missing barriers.
    bool runWarp(unsigned warp)
    {
        bool any = false;
        for (unsigned i = 0; i < WarpSize; i++)
        {
            Fiber& fiber = _fibers[warp * WarpSize + i];
            if (fiber.state == Sleeping)
                fiber.state = Ready;
        }
        for (bool again = true; again && !_launch->failed;)
        {
            again = false;
            for (unsigned i = 0; i < WarpSize && !_launch->failed; i++)
            {
                unsigned lane = _launch->seed % 2 == 0 ? i : WarpSize - 1 - i;
                if (_fibers[warp * WarpSize + lane].state != Ready)
                    continue;
                enter(warp * WarpSize + lane);
                again = true;
            }
            any |= again;
        }
        return any;
    }

    // Lets other blocks run ahead now and then.
    void dawdle()
    {
        if (_launch->seed < Launch::Dawdling)
            return;
        _chance = _chance * 6364136223846793005ull + 1442695040888963407ull + _number;
        if (_chance >> 60 == 0)
            usleep(500);
    }

    // Waits until all have come; true for the last one, which goes on at once.
    bool meet(Meeting& meeting, unsigned all, int line, State waiting)
    {
        if (meeting.arrived > 0 && meeting.line != line)
        {
            abandon("block " + std::to_string(_number) + ": thread " + std::to_string(_running) + " is at line " + std::to_string(line)
                + " while others wait at line " + std::to_string(meeting.line));
        }
        meeting.line = line;
        if (++meeting.arrived < all)
        {
            _fibers[_running].state = waiting;
            leave();
            return false;
        }
        meeting.arrived = 0;
        unsigned first = all == WarpSize && waiting == AtShuffle ? _running / WarpSize * WarpSize : 0;
        for (unsigned i = first; i < first + all; i++)
        {
            if (_fibers[i].state == waiting)
                _fibers[i].state = Ready;
        }
        return true;
    }

    // The trace of a byte of the block's own memory.
    Trace& shared(const char* address)
    {
        uintptr_t page = reinterpret_cast<uintptr_t>(address) / PageSize;
        if (page != _page)
        {
            std::vector<Trace>& traces = _traces[page];
            traces.resize(PageSize);
            _page = page;
            _tracesOfPage = traces.data();
        }
        return _tracesOfPage[reinterpret_cast<uintptr_t>(address) % PageSize];
    }

    std::string stuck() const
    {
        unsigned waiting = 0;
        for (const Fiber& fiber : _fibers)
            waiting += fiber.state == AtBarrier || fiber.state == AtShuffle;
        std::string where = std::to_string(_barrier.line);
        for (const Warp& warp : _warps)
        {
            if (warp.meeting.arrived > 0)
                where = std::to_string(warp.meeting.line);
        }
        return "block " + std::to_string(_number) + ": " + std::to_string(waiting) + " threads wait at line " + where + " for "
            + std::to_string(_fibers.size() - waiting) + " that never come";
    }

    // To the fibers of a warp, from this one on: each hands over to the next. Switching by setjmp: swapcontext would make system calls.
    void enter(unsigned thread)
    {
        if (_setjmp(_scheduler) == 0)
            resume(thread);
    }

    [[noreturn]] void resume(unsigned thread)
    {
        _running = thread;
        Fiber& fiber = _fibers[thread];
        if (fiber.isStarted)
            _longjmp(fiber.at, 1);
        fiber.isStarted = true;
        setcontext(&fiber.start);
        __builtin_unreachable();
    }

    // To the next lane that is ready, else to the scheduler, until this fiber is entered again.
    void leave()
    {
        if (_setjmp(_fibers[_running].at) != 0)
            return;
        bool isDescending = _launch->seed % 2 != 0;
        for (unsigned lane = _running % WarpSize + 1; !isDescending && lane < WarpSize; lane++)
            handOver(lane);
        for (unsigned lane = _running % WarpSize; isDescending && lane-- > 0;)
            handOver(lane);
        _longjmp(_scheduler, 1);
    }

    void handOver(unsigned lane)
    {
        unsigned thread = _running / WarpSize * WarpSize + lane;
        if (_fibers[thread].state == Ready)
            resume(thread);
    }

    // A fiber runs one kernel after the other.
    static void fiberMain()
    {
        for (;;)
        {
            Block& block = current();
            block._launch->kernel(block._launch->arguments);
            block._fibers[block._running].state = Ended;
            block._ended++;
            block.leave();
        }
    }

    static inline thread_local Block* _current = nullptr;

    std::vector<Fiber> _fibers;
    std::vector<Warp> _warps;
    Meeting _barrier;
    char* _stacks;
    jmp_buf _scheduler;
    Launch* _launch = nullptr;
    unsigned _number = 0;
    unsigned _running = 0;
    unsigned _ended = 0;
    unsigned _barriers = 0; // that the block has passed
    unsigned _fences = 0; // of its first thread: two for each barrier of the grid
    std::unordered_map<uintptr_t, std::vector<Trace>> _traces; // of its own memory, by pages
    uintptr_t _page = 0; // the one that was touched last
    Trace* _tracesOfPage = nullptr;
    unsigned long long _chance = 1;
    unsigned long _stepsSeen = NoSteps;
    std::chrono::steady_clock::time_point _quietSince;
};
