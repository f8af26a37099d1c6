"""The only room that knows everyone: settings in, a running bot out. Its door is `bot.bootstrap.app`."""
