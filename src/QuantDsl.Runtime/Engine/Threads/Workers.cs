namespace QuantDsl.CompilerServices;

/// <summary>
/// The threads of the engine: the calling one and helpers of our own, which are started when they are first needed and sleep while there is
/// nothing to do. There is one team in a process; while it works for one caller, others work alone. A caller never waits for a helper that
/// has not begun: a helper that wakes up late finds the job closed. So a machine with fewer free processors than threads costs little.
/// </summary>
internal static unsafe class Workers
{
    // A job's state is one word, so that closing it and joining it exclude each other: how many helpers are at work, how many there are
    // for it, and whether it is closed.
    private const int Working = 1;
    private const int WorkingMask = 0xffff;
    private const int HelpersShift = 16;
    private const int Closed = int.MinValue;

    private const int Spins = 2000; // of a helper before it sleeps: about as long as the gap between two loops of a step

    private static readonly Lock Starting = new();
    private static Worker[] _workers = [];
    private static int _isTaken;
    private static delegate*<void*, int, void> _body;
    private static void* _job;
    private static int _state = Closed;
    private static int _number; // of the job; helpers watch it

    /// <summary>
    /// Runs the body on this thread and, at the same time, on the helpers that are free, and waits for them.
    /// </summary>
    /// <param name="body">
    /// The function to run; its second argument is the number of the thread, which is 0 for the calling one. It does the work that other
    /// threads leave, and must not throw.
    /// </param>
    /// <param name="job">Its first argument.</param>
    /// <param name="threads">How many threads; their numbers are below that.</param>
    public static void Run(delegate*<void*, int, void> body, void* job, int threads)
    {
        if (threads < 2 || Interlocked.Exchange(ref _isTaken, 1) == 1)
        {
            body(job, 0);
            return;
        }
        Worker[] workers = Start(threads - 1);
        _body = body;
        _job = job;
        Volatile.Write(ref _state, (threads - 1) << HelpersShift);
        Interlocked.Increment(ref _number);
        for (int helper = 0; helper < threads - 1; helper++)
            workers[helper].Wake();
        body(job, 0);
        Close();
        Volatile.Write(ref _isTaken, 0);
    }

    private static Worker[] Start(int count)
    {
        if (_workers.Length >= count)
            return _workers;
        lock (Starting)
        {
            IEnumerable<Worker> more = Enumerable.Range(_workers.Length, count - _workers.Length).Select(index => new Worker(index));
            Worker[] workers = [.. _workers, .. more];
            _workers = workers;
            return workers;
        }
    }

    /// <summary>Closes the job to further helpers, and waits for those that have begun.</summary>
    private static void Close()
    {
        int state = Volatile.Read(ref _state);
        for (int found; (found = Interlocked.CompareExchange(ref _state, Closed | (state & WorkingMask), state)) != state;)
            state = found;
        var spinner = default(SpinWait);
        while (Volatile.Read(ref _state) != Closed)
            spinner.SpinOnce(sleep1Threshold: -1);
    }

    /// <summary>Takes part in the job that is open now, if it is one for this helper; perhaps twice, one time after the other.</summary>
    private static void Join(int helper)
    {
        int state = Volatile.Read(ref _state);
        while (state >= 0 && helper < state >> HelpersShift)
        {
            int found = Interlocked.CompareExchange(ref _state, state + Working, state);
            if (found == state)
            {
                _body(_job, helper + 1);
                Interlocked.Add(ref _state, -Working);
                return;
            }
            state = found;
        }
    }

    private sealed class Worker
    {
        private readonly SemaphoreSlim _signal = new(0);
        private readonly int _index;
        private int _isAsleep;

        public Worker(int index)
        {
            _index = index;
            var thread = new Thread(Work) { IsBackground = true, Name = $"QuantDsl {index + 1}" };
            thread.UnsafeStart();
        }

        /// <summary>Wakes the helper, if it sleeps.</summary>
        public void Wake()
        {
            if (Interlocked.Exchange(ref _isAsleep, 0) == 1)
                _signal.Release();
        }

        private void Work()
        {
            int seen = 0;
            while (true)
            {
                int number = Volatile.Read(ref _number);
                if (number == seen)
                    number = Await(seen);
                seen = number;
                Join(_index);
            }
        }

        /// <summary>Waits for a job after the last one seen.</summary>
        private int Await(int seen)
        {
            for (int spin = 0; spin < Spins; spin++)
            {
                int number = Volatile.Read(ref _number);
                if (number != seen)
                    return number;
                Thread.SpinWait(8);
            }
            Volatile.Write(ref _isAsleep, 1);
            Interlocked.MemoryBarrier(); // a caller sees that this one sleeps, or this one sees the caller's job
            if (Volatile.Read(ref _number) == seen || Interlocked.Exchange(ref _isAsleep, 0) == 0)
                _signal.Wait();
            return Volatile.Read(ref _number);
        }
    }
}
